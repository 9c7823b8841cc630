using Archive.Core.Search.Analysis;

namespace Archive.Search.SqliteFts;

internal enum NameKind
{
    Source = 1,
    Conversation = 2,
    Sender = 3,
}

/// <summary>A source, conversation or sender.</summary>
internal sealed record NameEntry(ushort Source, string Id, IReadOnlyList<string> Names) : NameHistory(Id, Names)
{
    private string FoldedId { get; } = TextFolding.Fold(Id);

    private string[] FoldedNames { get; } = [.. Names.Select(TextFolding.Fold)];

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
