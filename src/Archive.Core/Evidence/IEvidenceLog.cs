namespace Archive.Core.Evidence;

/// <summary>The append-only log behind one Merkle tree (RFC 6962) over records and entries alike.
/// <para>An entry is durable when the call returns; if it throws, the caller must not do what the entry would have told of. Safe for concurrent
/// callers: appends are serialised with those of records.</para></summary>
public interface IEvidenceLog
{
    /// <returns>Leaf index of the entry.</returns>
    Task<long> AppendAsync(EvidenceEntry entry, CancellationToken cancellationToken);

    /// <summary>Entries of the kinds asked for, newest first; all kinds when none is named.</summary>
    /// <param name="before">Only entries with a smaller leaf index; null from the end.</param>
    Task<IReadOnlyList<EvidenceEntry>> ReadAsync(IReadOnlyList<EvidenceKind> kinds, long? before, int take, CancellationToken cancellationToken);
}
