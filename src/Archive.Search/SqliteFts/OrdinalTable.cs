namespace Archive.Search.SqliteFts;

/// <summary>Values that many documents share, each once, numbered from 1. The array grows by replacement, so readers keep what they have.</summary>
internal sealed class OrdinalTable<T>(IEqualityComparer<T> comparer)
    where T : class
{
    private readonly Dictionary<T, int> _ordinals = new(comparer);

    /// <summary>By ordinal; null for 0 and for numbers that are no longer used.</summary>
    public T?[] Entries { get; private set; } = new T?[16];

    public int LastOrdinal { get; private set; }

    /// <summary>0 for a value that is not here.</summary>
    public int Find(T value) => _ordinals.GetValueOrDefault(value);

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
        _ordinals[value] = ordinal;
        LastOrdinal = Math.Max(LastOrdinal, ordinal);
    }

    public void Remove(IReadOnlyList<int> ordinals)
    {
        var left = (T?[])Entries.Clone();
        foreach (var ordinal in ordinals)
        {
            if (left[ordinal] is { } value)
            {
                _ordinals.Remove(value);
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
