namespace Archive.Core.Consent;

/// <summary>A counterparty has said, or the platform has said for them, whether a conversation may be archived.</summary>
/// <param name="Conversation">The platform's id. Consent is given for a conversation, not for a person.</param>
/// <param name="Account">The platform's id of the counterparty.</param>
/// <param name="At">When, according to the platform: UTC, whole microseconds. It holds from then on until the next change.</param>
public sealed record ConsentChange(string Conversation, string Account, ConsentStanding Standing, DateTimeOffset At);

/// <summary>The numbers are stored and never change.</summary>
public enum ConsentStanding : byte
{
    Agreed = 1,
    Declined = 2,

    /// <summary>Neither was said, and the platform's rules take that for an agreement.</summary>
    Default = 3,
}
