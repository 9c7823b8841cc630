using System.Collections.Concurrent;
using Archive.Core.Search.Analysis;

namespace Archive.Search.Elasticsearch;

internal enum NamedKind
{
    Source = 1,
    Conversation = 2,
    Person = 3,
}

/// <summary>A name that something was seen with, as the register of names stores it; "" for what has only an id.</summary>
internal readonly record struct NamedThing(NamedKind Kind, string Source, string Id, string Name);

/// <summary>The register of names in memory: everything a query by person, conversation or source is matched against. Only grows; names that were
/// erased go with the instance. Thread-safe.</summary>
internal sealed class ElasticsearchNames
{
    private readonly ConcurrentDictionary<(NamedKind Kind, string Source, string Id), NameHistory> _things = [];

    private readonly Lock _adding = new();

    /// <summary>Of the register, as far as it was loaded.</summary>
    public long Version { get; set; } = -1;

    /// <returns>False when it was known.</returns>
    public bool Add(NamedThing thing)
    {
        // Who loads the register and who writes to it may both extend one history.
        lock (_adding)
        {
            return AddAlone(thing);
        }
    }

    /// <summary>Keys of everything whose id equals a value, or one of whose names contains it.</summary>
    public IReadOnlyList<string> FindKeys(NamedKind kind, string value)
    {
        var folded = TextFolding.Fold(value);
        var keys = new List<string>();
        foreach (var (thing, history) in _things)
        {
            if (thing.Kind == kind && history.Matches(folded))
            {
                keys.Add(KeyOf(kind, thing.Source, thing.Id));
            }
        }

        keys.Sort(StringComparer.Ordinal); // the same query is the same request
        return keys;
    }

    /// <summary>Id and latest name by key.</summary>
    public Dictionary<string, NameHistory> Describe(NamedKind kind, IReadOnlySet<string> keys)
    {
        var found = new Dictionary<string, NameHistory>(StringComparer.Ordinal);
        foreach (var (thing, history) in _things)
        {
            if (thing.Kind == kind && KeyOf(kind, thing.Source, thing.Id) is var key && keys.Contains(key))
            {
                found[key] = history;
            }
        }

        return found;
    }

    public IReadOnlyList<NamedThing> List(NamedKind kind) =>
        [.. _things.Where(pair => pair.Key.Kind == kind).SelectMany(pair => pair.Value.Names.DefaultIfEmpty("").Select(name =>
            new NamedThing(kind, pair.Key.Source, pair.Key.Id, name)))];

    public static string KeyOf(NamedKind kind, string source, string id) => kind == NamedKind.Source ? id : IndexNames.Key(source, id);

    private bool AddAlone(NamedThing thing)
    {
        var key = (thing.Kind, thing.Source, thing.Id);
        if (!_things.TryGetValue(key, out var known))
        {
            _things[key] = new NameHistory(thing.Id, thing.Name.Length > 0 ? [thing.Name] : []);
            return true;
        }

        if (thing.Name.Length == 0 || known.HasName(thing.Name))
        {
            return false;
        }

        // Renamed: found by the old name and the new one.
        _things[key] = new NameHistory(thing.Id, [.. known.Names, thing.Name]);
        return true;
    }
}
