namespace Archive.Core.Evidence;

/// <summary>An entry of the evidence log that is not a record: who searched, what was held or released, what was disposed of, which
/// configuration came into force.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Time">UTC, whole microseconds.</param>
/// <param name="Actor">Account name, or "system:job-name".</param>
/// <param name="Body">JSON object with the facts. Sealed at rest; may hold query text, never message text.</param>
/// <param name="LeafIndex">Position in the evidence log; -1 before it was appended.</param>
public sealed record EvidenceEntry(EvidenceKind Kind, DateTimeOffset Time, string Actor, string Body, long LeafIndex = -1);

/// <summary>The numbers are part of the leaf encoding and never change. 1 is a record.</summary>
public enum EvidenceKind : byte
{
    Disposition = 2,
    Configuration = 3,
    Searched = 4,
    Opened = 5,
    HoldPlaced = 6,
    HoldReleased = 7,
    SignedIn = 8,
    Exported = 9,
    Administered = 10,
    QuarantineRetried = 11,
    DiscardProposed = 12,

    /// <summary>A discard was approved and done.</summary>
    Discarded = 13,
    DiscardRefused = 14,

    /// <summary>The platform no longer gives out what was said in a time that was not captured.</summary>
    CaptureGap = 15,

    /// <summary>The sanction register was changed: accounts, notices, signatures, scopes of sources, what a platform lists.</summary>
    RegisterChanged = 16,

    /// <summary>What can be said of a source and day: see <see cref="Completeness.DayStatement"/>.</summary>
    DayStated = 18,
}
