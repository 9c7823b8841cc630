namespace Archive.Search;

/// <summary>Who or what has an id, with every name it was seen with, the latest last. Immutable.</summary>
internal record NameHistory(string Id, IReadOnlyList<string> Names)
{
    public bool HasName(string name) => string.Equals(Label, name, StringComparison.Ordinal) || Names.Contains(name, StringComparer.Ordinal);

    public string Label => Names.Count > 0 && Names[^1].Length > 0 ? Names[^1] : Id;
}
