namespace Archive.Core.Retention;

/// <summary>Something that must not be disposed of while a matter is open.</summary>
/// <param name="Id">Leaf index of the entry that placed it.</param>
/// <param name="Target">Person id (or account id), conversation id, or record sequence number.</param>
public sealed record LegalHold(long Id, string Matter, HoldSubject Subject, string Target, string PlacedBy, DateTimeOffset PlacedAt);

public enum HoldSubject
{
    /// <summary>Keeps what the person wrote, and everything in the direct and group conversations the person is in.</summary>
    Person,
    Conversation,
    Record,
}
