using Archive.Core.Search.Analysis;

namespace Archive.Search;

/// <summary>Who or what has an id, with every name it was seen with, the latest last. Immutable.</summary>
internal record NameHistory(string Id, IReadOnlyList<string> Names)
{
    private string FoldedId { get; } = TextFolding.Fold(Id);

    private string[] FoldedNames { get; } = [.. Names.Select(TextFolding.Fold)];

    public bool HasName(string name) => string.Equals(Label, name, StringComparison.Ordinal) || Names.Contains(name, StringComparer.Ordinal);

    public string Label => Names.Count > 0 && Names[^1].Length > 0 ? Names[^1] : Id;

    /// <param name="folded">Folded by the analyzer's rules.</param>
    public bool Matches(string folded)
    {
        // A loop, not a lambda: this runs for every name of the archive in each search by field.
        foreach (var name in FoldedNames)
        {
            if (name.Contains(folded, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return string.Equals(FoldedId, folded, StringComparison.Ordinal);
    }
}
