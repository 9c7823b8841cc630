namespace Archive.Core.Messages;

/// <summary>Where a message was said.</summary>
/// <param name="Id">The platform's id.</param>
/// <param name="Name">What people call it; for direct conversations the members' names, joined.</param>
/// <param name="Members">Everybody who is in it, as far as the platform tells. One list instance is shared by all messages of a page. Of a stored record
/// its recipients alone.</param>
public sealed record Conversation(string Id, string Name, ConversationKind Kind, IReadOnlyList<Participant> Members);

/// <summary>The numbers are part of the stored encoding and never change.</summary>
public enum ConversationKind : byte
{
    Unknown = 0,
    Channel = 1,
    PrivateChannel = 2,
    Group = 3,
    Direct = 4,
}
