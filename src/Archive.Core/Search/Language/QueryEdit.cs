using System.Text;

namespace Archive.Core.Search.Language;

/// <summary>Changes the text of queries.</summary>
public static class QueryEdit
{
    /// <summary>The query with a part replaced: what might have been meant.</summary>
    /// <param name="column">From 1.</param>
    /// <param name="end">Behind the last replaced character, from 1.</param>
    /// <returns>Null when it would be longer than a query may be.</returns>
    internal static string? Replace(string text, int column, int end, string replacement)
    {
        var edited = string.Concat(text.AsSpan(0, column - 1), replacement, text.AsSpan(end - 1)).Trim();
        return edited.Length <= QueryLimits.Length ? edited : null;
    }

    /// <summary>The query without a part; null when nothing is left.</summary>
    internal static string? Remove(string text, int column, int end) =>
        $"{text[..(column - 1)].TrimEnd()} {text[(end - 1)..].TrimStart()}".Trim() is { Length: > 0 } left ? left : null;

    /// <summary>A node as it was written.</summary>
    public static string Of(string text, QueryNode node) => text[(node.Column - 1)..(node.End - 1)];

    /// <summary>A phrase, or the value of a field, that means just these characters.</summary>
    public static string Quote(string value)
    {
        var quoted = new StringBuilder("\"", value.Length + 2);
        foreach (var character in value)
        {
            quoted.Append(QueryCharacters.IsSpecialInPhrase(character) ? "\\" : "").Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
