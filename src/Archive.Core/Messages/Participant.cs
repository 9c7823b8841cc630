namespace Archive.Core.Messages;

/// <summary>An account that takes part in a conversation.</summary>
/// <param name="Id">The platform's id of the account.</param>
public sealed record Participant(string Id, string Name, ParticipantKind Kind);

/// <summary>How the account stands to the firm, as the platform says. The numbers are part of the stored encoding and never change.</summary>
public enum ParticipantKind : byte
{
    Unknown = 0,

    /// <summary>A full business account of the firm: only these can be sanctioned.</summary>
    Member = 1,
    Guest = 2,

    /// <summary>Of another organisation.</summary>
    External = 3,
    Bot = 4,

    /// <summary>The platform itself.</summary>
    Platform = 5,
}
