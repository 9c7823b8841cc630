using Archive.Core.Search.Language;

namespace Archive.Web.Search;

/// <summary>A filter that stands in a query as its own words: <c>from:alice</c>.</summary>
/// <param name="Text">As written.</param>
/// <param name="Start">UTF-16 units into the query.</param>
public sealed record QueryFilter(string Text, int Start);

/// <summary>Reads filters out of the text of a query and writes them into it, as the parser of the language understands it. Only those that narrow the
/// whole query count: not in parentheses with others, not negated, not beside an OR.</summary>
internal static class QueryFilters
{
    public static IReadOnlyList<QueryFilter> Read(string query) =>
        [.. Conditions(query).OfType<FieldNode>().Select(field => new QueryFilter(QueryEdit.Of(query, field), field.Column - 1))];

    /// <summary>The query narrowed by a field.</summary>
    public static string Add(string query, string field, string value)
    {
        var filter = $"{field}:{Quote(value)}";
        if (Read(query).Any(known => known.Text == filter))
        {
            return query;
        }

        // What cannot be read is not changed in meaning either: it still cannot be read.
        var narrowed = Parse(query) is OrNode any && any.Column == any.Nodes[0].Column ? $"({query.Trim()})" : query.Trim();
        return $"{narrowed} {filter}".Trim();
    }

    /// <summary>The query without the filter at a position, and without the AND that joins it; unchanged when none stands there.</summary>
    public static string Remove(string query, int start)
    {
        var conditions = Conditions(query);
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i] is FieldNode field && field.Column - 1 == start)
            {
                var (from, until) = i > 0 ? (conditions[i - 1].End, field.End) : conditions.Count > 1 ? (field.Column, conditions[1].Column) : (1, query.Length + 1);
                return $"{query[..(from - 1)].TrimEnd()} {query[(until - 1)..].TrimStart()}".Trim();
            }
        }

        return query;
    }

    /// <summary>What must hold of every hit.</summary>
    private static IReadOnlyList<QueryNode> Conditions(string query) => Parse(query) switch
    {
        FieldNode field => [field],
        AndNode all when all.Column == all.Nodes[0].Column => all.Nodes,
        _ => [],
    };

    private static QueryNode? Parse(string query)
    {
        try
        {
            return QueryParser.Parse(query);
        }
        catch (QueryException)
        {
            return null;
        }
    }

    private static string Quote(string value) =>
        value.Length > 0 && value is not ("AND" or "OR" or "NOT") && char.IsLetterOrDigit(value[0])
            && value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '@')
            ? value
            : QueryEdit.Quote(value);
}
