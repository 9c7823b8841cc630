namespace Archive.Core.Completeness;

/// <summary>Tells which messages the archive knows. Reads a snapshot each time, beside whoever writes. Safe for concurrent callers.</summary>
public interface IKnownItems
{
    /// <returns>In the order of the question.</returns>
    Task<IReadOnlyList<KnownItem>> FindAsync(string source, IReadOnlyList<ItemIdentity> items, CancellationToken cancellationToken);

    /// <summary>Records of a source that exist, by UTC day of the message.</summary>
    Task<HeldRecords> CountHeldAsync(string source, CancellationToken cancellationToken);
}

/// <summary>What makes a message one and the same within its source.</summary>
public readonly record struct ItemIdentity(string NativeId, string Revision);

/// <param name="Sequence">Of the record; 0 for what is none.</param>
/// <param name="Day">On which an item in quarantine, or discarded from there, was counted: of items that cannot be read nothing else tells. Null otherwise.</param>
public readonly record struct KnownItem(KnownState State, long Sequence = 0, DateOnly? Day = null);

public enum KnownState
{
    Unknown,
    Stored,
    Disposed,
    Quarantined,
    Discarded,
}

/// <param name="LastSequence">Newest record that is counted.</param>
public sealed record HeldRecords(long LastSequence, IReadOnlyDictionary<DateOnly, long> ByDay);
