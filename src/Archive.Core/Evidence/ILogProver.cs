namespace Archive.Core.Evidence;

/// <summary>Proofs over the evidence log.</summary>
public interface ILogProver
{
    /// <summary>Proves that a leaf is in the tree of the first <paramref name="size"/> leaves. Works for disposed records, too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf or the log is not that long.</exception>
    Task<InclusionProof> ProveAsync(long leafIndex, long size, CancellationToken cancellationToken);

    /// <summary>Root of the tree over the first <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The log is not that long.</exception>
    Task<byte[]> ReadRootAsync(long size, CancellationToken cancellationToken);
}

/// <param name="Leaf">Leaf hash.</param>
/// <param name="Path">Audit path of RFC 6962, leaf sibling first.</param>
public sealed record InclusionProof(long LeafIndex, long Size, byte[] Leaf, IReadOnlyList<byte[]> Path);
