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
    private readonly Dictionary<NamedKind, NameTable> _tables = Enum.GetValues<NamedKind>().ToDictionary(kind => kind, _ => new NameTable());

    private readonly Lock _adding = new();

    /// <summary>Of the register, as far as it was loaded.</summary>
    public long Version { get; set; } = -1;

    /// <returns>False when it was known.</returns>
    public bool Add(NamedThing thing)
    {
        // Who loads the register and who writes to it may both extend one history.
        lock (_adding)
        {
            return _tables[thing.Kind].Add(KeyOf(thing.Kind, thing.Source, thing.Id), thing.Source, thing.Id, thing.Name);
        }
    }

    /// <summary>Keys of everything whose id equals a value, or one of whose names contains it; in a fixed order, so that the same query is the same
    /// request.</summary>
    public IReadOnlyList<string> FindKeys(NamedKind kind, string value) =>
        [.. _tables[kind].FindKeys(TextFolding.Fold(value)).Order(StringComparer.Ordinal)];

    /// <summary>Id and names of what has a key.</summary>
    public NameHistory? Find(NamedKind kind, string key) => _tables[kind].Find(key)?.History;

    public IReadOnlyList<NamedThing> List(NamedKind kind) =>
        [.. _tables[kind].Entries.SelectMany(entry => entry.History.Names.DefaultIfEmpty("").Select(name =>
            new NamedThing(kind, entry.Source, entry.History.Id, name)))];

    public static string KeyOf(NamedKind kind, string source, string id) => kind == NamedKind.Source ? id : IndexNames.Key(source, id);
}
