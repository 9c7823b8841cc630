using System.Security.Cryptography;

namespace Archive.Core.Evidence;

/// <summary>Merkle tree hashes and proofs of RFC 6962 §2.1 with SHA-256. Pure and thread-safe.</summary>
public static class MerkleTree
{
    public const int HashSize = 32;

    /// <summary>Bytes of an entry that is hashed on the stack: most records.</summary>
    private const int ShortEntry = 2048;

    /// <summary>SHA-256(0x00 || entry).</summary>
    public static byte[] HashLeaf(ReadOnlySpan<byte> entry)
    {
        Span<byte> buffer = entry.Length <= ShortEntry ? stackalloc byte[entry.Length + 1] : new byte[entry.Length + 1];
        buffer[0] = 0;
        entry.CopyTo(buffer[1..]);
        return SHA256.HashData(buffer);
    }

    /// <summary>SHA-256(0x01 || left || right).</summary>
    public static byte[] HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> buffer = stackalloc byte[1 + (2 * HashSize)];
        buffer[0] = 1;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + HashSize)..]);
        return SHA256.HashData(buffer);
    }

    /// <summary>Root of an empty tree: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    /// <summary>Root over leaf hashes.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves) =>
        leaves.Count == 0 ? EmptyRoot : HashRange((from, until) => from + 1 == until ? leaves[(int)from] : null, 0, leaves.Count);

    /// <summary>Hash over the leaves from <paramref name="from"/> until <paramref name="until"/> (exclusive).</summary>
    /// <param name="known">Hashes that are at hand; null to go deeper. Must know every single leaf.</param>
    public static byte[] HashRange(Func<long, long, byte[]?> known, long from, long until)
    {
        if (known(from, until) is { } hash)
        {
            return hash;
        }

        var split = from + LargestPowerBelow(until - from);
        return HashNode(HashRange(known, from, split), HashRange(known, split, until));
    }

    /// <summary>Audit path of leaf <paramref name="index"/> in the tree of the first <paramref name="size"/> leaves, leaf sibling first.</summary>
    public static IReadOnlyList<byte[]> ProveInclusion(Func<long, long, byte[]?> known, long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<byte[]>();
        long from = 0, until = size;
        while (until - from > 1)
        {
            var split = from + LargestPowerBelow(until - from);
            if (index < split)
            {
                path.Add(HashRange(known, split, until));
                until = split;
            }
            else
            {
                path.Add(HashRange(known, from, split));
                from = split;
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>Checks an audit path against a root (RFC 9162 §2.1.3.2).</summary>
    public static bool VerifyInclusion(long index, long size, byte[] leaf, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size)
        {
            return false;
        }

        long node = index, last = size - 1;
        var hash = leaf;
        foreach (var sibling in path)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = HashNode(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                hash = HashNode(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && CryptographicOperations.FixedTimeEquals(hash, root);
    }

    /// <summary>Proof that the tree of the first <paramref name="oldSize"/> leaves is a prefix of that of <paramref name="size"/> leaves.</summary>
    public static IReadOnlyList<byte[]> ProveConsistency(Func<long, long, byte[]?> known, long oldSize, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, size);
        var proof = new List<byte[]>();
        if (oldSize > 0 && oldSize < size)
        {
            AddSubproof(known, oldSize, 0, size, true, proof);
        }

        return proof;
    }

    /// <summary>Checks a consistency proof (RFC 9162 §2.1.4.2).</summary>
    public static bool VerifyConsistency(
        long oldSize, long size, ReadOnlySpan<byte> oldRoot, ReadOnlySpan<byte> root, IReadOnlyList<byte[]> proof)
    {
        if (oldSize < 0 || oldSize > size)
        {
            return false;
        }

        if (oldSize == size)
        {
            return proof.Count == 0 && oldRoot.SequenceEqual(root);
        }

        if (oldSize == 0)
        {
            return proof.Count == 0;
        }

        var path = long.IsPow2(oldSize) ? [oldRoot.ToArray(), .. proof] : proof;
        if (path.Count == 0)
        {
            return false;
        }

        long node = oldSize - 1, last = size - 1;
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }

        var oldHash = path[0];
        var newHash = path[0];
        foreach (var sibling in path.Skip(1))
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                oldHash = HashNode(sibling, oldHash);
                newHash = HashNode(sibling, newHash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                newHash = HashNode(newHash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && oldRoot.SequenceEqual(oldHash) && root.SequenceEqual(newHash);
    }

    /// <summary>Largest power of two smaller than <paramref name="count"/>, for counts from 2.</summary>
    internal static long LargestPowerBelow(long count) => 1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(count - 1)));

    private static void AddSubproof(
        Func<long, long, byte[]?> known, long oldSize, long from, long until, bool whole, List<byte[]> proof)
    {
        var count = until - from;
        if (oldSize == count)
        {
            if (!whole)
            {
                proof.Add(HashRange(known, from, until));
            }

            return;
        }

        var power = LargestPowerBelow(count);
        if (oldSize <= power)
        {
            AddSubproof(known, oldSize, from, from + power, whole, proof);
            proof.Add(HashRange(known, from + power, until));
        }
        else
        {
            AddSubproof(known, oldSize - power, from + power, until, false, proof);
            proof.Add(HashRange(known, from, from + power));
        }
    }
}
