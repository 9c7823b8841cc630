namespace Archive.Search.SqliteFts;

internal enum NameKind
{
    Source = 1,
    Conversation = 2,
    Sender = 3,
}

/// <summary>A source, conversation or sender.</summary>
internal sealed record NameEntry(ushort Source, string Id, IReadOnlyList<string> Names) : NameHistory(Id, Names);

/// <summary>Ordinals of one kind of thing, from 1. The array grows by replacement, so readers keep what they have.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<(ushort Source, string Id), int> _ordinals = [];

    /// <summary>By ordinal; null for 0 and for numbers that are no longer used.</summary>
    public NameEntry?[] Entries { get; private set; } = new NameEntry?[16];

    public int LastOrdinal { get; private set; }

    public int Find(ushort source, string id) => _ordinals.GetValueOrDefault((source, id));

    public int Add(NameEntry entry)
    {
        Set(LastOrdinal + 1, entry);
        return LastOrdinal;
    }

    public void Set(int ordinal, NameEntry entry)
    {
        if (ordinal >= Entries.Length)
        {
            var larger = new NameEntry?[Math.Max(ordinal + 1, Entries.Length * 2)];
            Entries.CopyTo(larger, 0);
            Entries = larger;
        }

        Entries[ordinal] = entry;
        _ordinals[(entry.Source, entry.Id)] = ordinal;
        LastOrdinal = Math.Max(LastOrdinal, ordinal);
    }

    public void Remove(IReadOnlyList<int> ordinals)
    {
        var left = (NameEntry?[])Entries.Clone();
        foreach (var ordinal in ordinals)
        {
            if (left[ordinal] is { } entry)
            {
                _ordinals.Remove((entry.Source, entry.Id));
                left[ordinal] = null;
            }
        }

        Entries = left;
    }
}
