using Archive.Core.Evidence;
using Archive.Core.Sealing;
using Archive.Storage.Records;
using Archive.Storage.Sql;

namespace Archive.Storage.Evidence;

/// <inheritdoc cref="ILogProver"/>
/// <remarks>Rehashes at most the leaves of two tiles; everything above them is combined from stored tiles.</remarks>
internal sealed class LogProver(RecordArchive archive) : ILogProver
{
    public Task<InclusionProof> ProveAsync(long leafIndex, long size, CancellationToken cancellationToken) =>
        Task.FromResult(archive.Readers.Read(database =>
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LogState.Read(database, archive.NewMac()).Frontier.Count);
            var leaves = new Dictionary<long, byte[]>();
            byte[]? Known(long from, long until)
            {
                if (until - from == MerkleFrontier.TileWidth && from % MerkleFrontier.TileWidth == 0 && (leafIndex < from || leafIndex >= until))
                {
                    return ReadTile(database, from / MerkleFrontier.TileWidth);
                }

                return until - from == 1 ? ReadLeaf(database, leaves, from) : null;
            }

            var path = MerkleTree.ProveInclusion(Known, leafIndex, size);
            return new InclusionProof(leafIndex, size, ReadLeaf(database, leaves, leafIndex), path);
        }));

    public Task<byte[]> ReadRootAsync(long size, CancellationToken cancellationToken) => Task.FromResult(archive.Readers.Read(database =>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LogState.Read(database, archive.NewMac()).Frontier.Count);
        var leaves = new Dictionary<long, byte[]>();
        byte[]? Known(long from, long until) => until - from == MerkleFrontier.TileWidth && from % MerkleFrontier.TileWidth == 0
            ? ReadTile(database, from / MerkleFrontier.TileWidth)
            : until - from == 1 ? ReadLeaf(database, leaves, from) : null;
        return size == 0 ? MerkleTree.EmptyRoot : MerkleTree.HashRange(Known, 0, size);
    }));

    private static byte[]? ReadTile(IStoreDatabase database, long index)
    {
        var read = database.Prepare("tile_read").Bind(1, index);
        if (!read.Step())
        {
            return null;
        }

        var hash = read.Blob(0).ToArray();
        read.Reset();
        return hash;
    }

    private byte[] ReadLeaf(IStoreDatabase database, Dictionary<long, byte[]> leaves, long index)
    {
        if (!leaves.TryGetValue(index, out var leaf))
        {
            LoadTile(database, leaves, index / MerkleFrontier.TileWidth * MerkleFrontier.TileWidth);
            leaf = leaves.TryGetValue(index, out var found) ? found : throw new StorageException(
                StorageFailure.Corrupt, $"{database.Name}: leaf {index} is missing. Run 'archive verify'.");
        }

        return leaf;
    }

    private void LoadTile(IStoreDatabase database, Dictionary<long, byte[]> leaves, long first)
    {
        var writer = new ByteWriter();
        var until = first + MerkleFrontier.TileWidth;
        var entries = database.Prepare("entry_list").Bind(1, first).Bind(2, until);
        while (entries.Step())
        {
            leaves[entries.Int64(0)] = EntrySeal.Leaf(
                writer, entries.Int64(0), (EvidenceKind)entries.Int32(1), entries.Int64(2), entries.Blob(3), entries.Blob(4));
        }

        var disposed = database.Prepare("disposed_list").Bind(1, first).Bind(2, until);
        while (disposed.Step())
        {
            leaves[disposed.Int64(1)] = disposed.Blob(2).ToArray();
        }

        var records = database.Prepare("record_by_leaves").Bind(1, first).Bind(2, until);
        while (records.Step())
        {
            leaves[records.Int64(1)] = RecordRow.Read(records, database, archive.Names).Leaf(writer);
        }
    }
}
