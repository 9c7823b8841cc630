namespace Archive.Core.Search.Language;

/// <summary>A word, phrase or value as it is meant: escapes are resolved, and wildcards told apart from characters that only look like them.</summary>
/// <param name="Value">With every wildcard as "*" or "?".</param>
/// <param name="Wildcards">In ascending order.</param>
public sealed record QueryText(string Value, IReadOnlyList<QueryWildcard> Wildcards)
{
    public static QueryText Plain(string value) => new(value, []);
}

/// <param name="Index">UTF-16 units into <see cref="QueryText.Value"/>.</param>
/// <param name="Column">Where it was written, from 1.</param>
public readonly record struct QueryWildcard(int Index, int Column);
