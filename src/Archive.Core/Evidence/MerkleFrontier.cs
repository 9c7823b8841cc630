namespace Archive.Core.Evidence;

/// <summary>The right edge of a growing Merkle tree: enough to append leaves and to know the root, in at most 63 hashes. Not thread-safe.</summary>
public sealed class MerkleFrontier
{
    /// <summary>Leaves under one tile: the level at which node hashes are kept, so that a proof rehashes at most this many leaves.</summary>
    public const int TileWidth = 256;

    private const int TileLevel = 8;

    private readonly List<(int Level, byte[] Hash)> _peaks = [];

    public long Count { get; private set; }

    public byte[] Root
    {
        get
        {
            if (_peaks.Count == 0)
            {
                return MerkleTree.EmptyRoot;
            }

            var hash = _peaks[^1].Hash;
            for (var i = _peaks.Count - 2; i >= 0; i--)
            {
                hash = MerkleTree.HashNode(_peaks[i].Hash, hash);
            }

            return hash;
        }
    }

    /// <returns>The hash of a tile that this leaf completed; null for all but one in 256.</returns>
    public byte[]? Append(byte[] leafHash)
    {
        byte[]? tile = null;
        var level = 0;
        var hash = leafHash;
        while (_peaks.Count > 0 && _peaks[^1].Level == level)
        {
            hash = MerkleTree.HashNode(_peaks[^1].Hash, hash);
            _peaks.RemoveAt(_peaks.Count - 1);
            level++;
            if (level == TileLevel)
            {
                tile = hash;
            }
        }

        _peaks.Add((level, hash));
        Count++;
        return tile;
    }

    /// <summary>The peaks, largest first, 32 bytes each; with <see cref="Count"/> the whole state.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_peaks.Count * MerkleTree.HashSize];
        for (var i = 0; i < _peaks.Count; i++)
        {
            _peaks[i].Hash.CopyTo(bytes, i * MerkleTree.HashSize);
        }

        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes do not belong to a tree of that size.</exception>
    public static MerkleFrontier FromBytes(long count, ReadOnlySpan<byte> peaks)
    {
        if (count < 0 || peaks.Length != System.Numerics.BitOperations.PopCount((ulong)count) * MerkleTree.HashSize)
        {
            throw new InvalidDataException("The state of the evidence tree does not fit its size.");
        }

        var frontier = new MerkleFrontier { Count = count };
        var at = 0;
        for (var level = 62; level >= 0; level--)
        {
            if ((count >> level & 1) == 1)
            {
                frontier._peaks.Add((level, peaks.Slice(at, MerkleTree.HashSize).ToArray()));
                at += MerkleTree.HashSize;
            }
        }

        return frontier;
    }
}
