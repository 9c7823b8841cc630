namespace Archive.Search.SqliteFts;

/// <summary>Things that many documents share, each once, numbered from 1. The array grows by replacement, so readers keep what they have.</summary>
/// <param name="keyOf">What tells one thing from another.</param>
internal sealed class OrdinalTable<TKey, T>(Func<T, TKey> keyOf, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
    where T : class
{
    private readonly Dictionary<TKey, int> _ordinals = new(comparer);

    /// <summary>By ordinal; null for 0 and for numbers that are no longer used.</summary>
    public T?[] Entries { get; private set; } = new T?[16];

    public int LastOrdinal { get; private set; }

    /// <summary>0 for a key that is not here.</summary>
    public int Find(TKey key) => _ordinals.GetValueOrDefault(key);

    public int Add(T value)
    {
        Set(LastOrdinal + 1, value);
        return LastOrdinal;
    }

    public void Set(int ordinal, T value)
    {
        if (ordinal >= Entries.Length)
        {
            var larger = new T?[Math.Max(ordinal + 1, Entries.Length * 2)];
            Entries.CopyTo(larger, 0);
            Entries = larger;
        }

        Entries[ordinal] = value;
        _ordinals[keyOf(value)] = ordinal;
        LastOrdinal = Math.Max(LastOrdinal, ordinal);
    }

    /// <param name="used">By ordinal.</param>
    public IReadOnlyList<int> FindUnused(bool[] used) =>
        [.. Enumerable.Range(1, LastOrdinal).Where(ordinal => !used[ordinal] && Entries[ordinal] is not null)];

    public void Remove(IReadOnlyList<int> ordinals)
    {
        var left = (T?[])Entries.Clone();
        foreach (var ordinal in ordinals)
        {
            if (left[ordinal] is { } value)
            {
                _ordinals.Remove(keyOf(value));
                left[ordinal] = null;
            }
        }

        Entries = left;
    }
}

/// <summary>Audiences are equal when they have the same members in the same order.</summary>
internal sealed class AudienceComparer : IEqualityComparer<int[]>
{
    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(int[] obj)
    {
        var hash = default(HashCode);
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(obj.AsSpan()));
        return hash.ToHashCode();
    }
}
