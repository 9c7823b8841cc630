using System.Collections.Concurrent;
using Archive.Core.Search.Analysis;

namespace Archive.Search.Elasticsearch;

/// <summary>Everything of one kind that the register names. Folded names lie in one text, so that finding a part of a name is one vectorised search
/// over it and not a visit to each name. Only grows. Reading is safe for concurrent callers; <see cref="Add"/> wants one at a time.</summary>
internal sealed class NameTable
{
    // Folding drops it, so no name and nothing that is looked for contains it.
    private const char Separator = '\u200B';

    private readonly ConcurrentDictionary<string, NamedEntry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string[]> _keysByFoldedId = new(StringComparer.Ordinal);

    // What a snapshot holds is never written again: later names go behind its end, or into larger arrays.
    private volatile Snapshot _names = new(new char[1024], 0, new int[64], new string[64], 0);

    public IEnumerable<NamedEntry> Entries => _entries.Values;

    public NamedEntry? Find(string key) => _entries.GetValueOrDefault(key);

    /// <param name="name">"" for what has only an id.</param>
    /// <returns>False when it was known.</returns>
    public bool Add(string key, string source, string id, string name)
    {
        if (Find(key) is not { } known)
        {
            _entries[key] = new NamedEntry(source, new NameHistory(id, name.Length > 0 ? [name] : []));
            _keysByFoldedId.AddOrUpdate(TextFolding.Fold(id), [key], (_, keys) => [.. keys, key]);
            AddName(key, name);
            return true;
        }

        if (name.Length == 0 || known.History.HasName(name))
        {
            return false;
        }

        // Renamed: found by the old name and the new one.
        _entries[key] = known with { History = new NameHistory(id, [.. known.History.Names, name]) };
        AddName(key, name);
        return true;
    }

    /// <summary>Keys of everything whose id equals a value, or one of whose names contains it; each once.</summary>
    /// <param name="folded">Folded by the analyzer's rules.</param>
    public HashSet<string> FindKeys(string folded)
    {
        var found = new HashSet<string>(_keysByFoldedId.GetValueOrDefault(folded, []), StringComparer.Ordinal);
        var names = _names;
        var text = names.Text.AsSpan(0, names.Length);
        var starts = names.Starts.AsSpan(0, names.Count);
        for (var at = 0; at < text.Length && text[at..].IndexOf(folded, StringComparison.Ordinal) is >= 0 and var hit;)
        {
            var position = starts.BinarySearch(at + hit);
            var number = position >= 0 ? position : ~position - 1;
            found.Add(names.Keys[number]);
            at = number + 1 < starts.Length ? starts[number + 1] : text.Length;
        }

        return found;
    }

    private void AddName(string key, string name)
    {
        if (name.Length == 0)
        {
            return;
        }

        var folded = TextFolding.Fold(name) + Separator;
        var names = _names;
        var text = Grow(names.Text, names.Length, folded.Length);
        var starts = Grow(names.Starts, names.Count, 1);
        var keys = Grow(names.Keys, names.Count, 1);
        folded.CopyTo(0, text, names.Length, folded.Length);
        starts[names.Count] = names.Length;
        keys[names.Count] = key;
        _names = new Snapshot(text, names.Length + folded.Length, starts, keys, names.Count + 1);
    }

    private static T[] Grow<T>(T[] array, int used, int more)
    {
        if (used + more <= array.Length)
        {
            return array;
        }

        var larger = new T[Math.Max(array.Length * 2, used + more)];
        Array.Copy(array, larger, used);
        return larger;
    }

    /// <param name="Text">Folded names, each with the separator behind it.</param>
    /// <param name="Starts">Where each name starts; ascending.</param>
    /// <param name="Keys">Whose name it is.</param>
    private sealed record Snapshot(char[] Text, int Length, int[] Starts, string[] Keys, int Count);
}

internal sealed record NamedEntry(string Source, NameHistory History);
