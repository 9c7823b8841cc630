namespace Archive.Simulators.Corpus;

/// <summary>Finds names in a text, for mentions. Knows the names that belong to one id alone and can be told from the text around them.</summary>
public sealed class NameFinder
{
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly int[] _lengths;

    public NameFinder(IEnumerable<(string Name, string Id)> names)
    {
        var ids = names.Where(i => i.Name.Length > 0 && i.Name.AsSpan().IndexOfAny("|\n") < 0)
            .GroupBy(i => i.Name, StringComparer.Ordinal).Where(g => g.Count() == 1)
            .ToDictionary(g => g.Key, g => g.First().Id, StringComparer.Ordinal);
        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _lengths = [.. ids.Keys.Select(k => k.Length).Distinct().OrderDescending()];
    }

    /// <summary>Length and id of the name that starts at <paramref name="start"/>, or null.</summary>
    public (int Length, string Id)? At(string text, int start)
    {
        // Longest name first: "Ann Lee" is not "Ann".
        foreach (var length in _lengths)
        {
            var end = start + length;
            if (end <= text.Length && (end == text.Length || !char.IsAsciiLetterOrDigit(text[end])) && _ids.TryGetValue(text.AsSpan(start, length), out var id))
            {
                return (length, id);
            }
        }

        return null;
    }
}
