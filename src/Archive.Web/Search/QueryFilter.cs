namespace Archive.Web.Search;

/// <summary>A filter that stands in a query as its own words: <c>from:alice</c>.</summary>
/// <param name="Text">As written.</param>
/// <param name="Start">UTF-16 units into the query.</param>
public sealed record QueryFilter(string Text, int Start);

/// <summary>Reads filters out of the text of a query and writes them into it. Only those that narrow the whole query count: not in parentheses,
/// not negated, not beside an OR.</summary>
internal static class QueryFilters
{
    private static readonly string[] Fields = ["from", "in", "source", "before", "after", "on"];

    public static IReadOnlyList<QueryFilter> Read(string query)
    {
        var words = Split(query);
        if (words.Any(w => w.Depth == 0 && w.Text is "OR"))
        {
            return [];
        }

        var filters = new List<QueryFilter>();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Depth == 0 && IsFilter(words[i].Text) && (i == 0 || words[i - 1].Text is not "NOT"))
            {
                filters.Add(new QueryFilter(words[i].Text, words[i].Start));
            }
        }

        return filters;
    }

    /// <summary>The query narrowed by a field.</summary>
    public static string Add(string query, string field, string value)
    {
        var filter = $"{field}:{Quote(value)}";
        var words = Split(query);
        if (words.Any(w => w.Text == filter && w.Depth == 0))
        {
            return query;
        }

        var narrowed = words.Any(w => w.Depth == 0 && w.Text is "OR") ? $"({query.Trim()})" : query.Trim();
        return $"{narrowed} {filter}".Trim();
    }

    /// <summary>The query without the filter at a position; unchanged when none stands there.</summary>
    public static string Remove(string query, int start)
    {
        if (Read(query).FirstOrDefault(f => f.Start == start) is not { } filter)
        {
            return query;
        }

        var before = query[..start].TrimEnd();
        var after = query[(start + filter.Text.Length)..].TrimStart();
        if (before.EndsWith(" AND", StringComparison.Ordinal))
        {
            before = before[..^4].TrimEnd();
        }
        else if (before.Length == 0 && after.StartsWith("AND ", StringComparison.Ordinal))
        {
            after = after[4..].TrimStart();
        }

        return $"{before} {after}".Trim();
    }

    private static bool IsFilter(string word) =>
        word.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && colon < word.Length - 1
        && Fields.Contains(word[..colon].ToLowerInvariant());

    private static string Quote(string value) =>
        value.Length > 0 && value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '@')
            ? value
            : $"\"{value.Replace("\"", " ", StringComparison.Ordinal)}\"";

    /// <summary>Words between blanks and parentheses; what stands in quotation marks belongs to its word.</summary>
    private static List<(string Text, int Start, int Depth)> Split(string query)
    {
        var words = new List<(string, int, int)>();
        var depth = 0;
        var i = 0;
        while (i < query.Length)
        {
            if (query[i] is '(' or ')')
            {
                depth += query[i] == '(' ? 1 : -1;
                i++;
                continue;
            }

            if (char.IsWhiteSpace(query[i]))
            {
                i++;
                continue;
            }

            var start = i;
            var quoted = false;
            while (i < query.Length && (quoted || (!char.IsWhiteSpace(query[i]) && query[i] is not ('(' or ')'))))
            {
                quoted ^= query[i] == '"';
                i++;
            }

            words.Add((query[start..i], start, depth));
        }

        return words;
    }
}
