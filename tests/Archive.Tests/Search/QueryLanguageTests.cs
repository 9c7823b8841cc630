using Archive.Core.Search;
using Archive.Core.Search.Language;
using CsCheck;
using Xunit;

namespace Archive.Tests.Search;

public sealed class QueryLanguageTests
{
    private static readonly StandingTime Time = new(new DateTimeOffset(2024, 3, 31, 23, 30, 0, TimeSpan.FromHours(-2)));

    /// <summary>What queries are made of, and anything else.</summary>
    internal static Gen<string> Pieces { get; } = Gen.OneOf(
        Pick.From("(", ")", "（", "）", "\"", "“", "」", "「", "-", "－", "!", "！", "NOT ", "AND ", " OR ", "&&", "||", "from:", "to:", "in:", "type:", "has：", "hit:", "on:",
            "after：", "before:", "2024-13", "2024", "..", "～", "-30d", "today", "edit", "file", ",", "，", "、", "。", "？", "手", "手机", "a", "wi", "transfer", "alice", " ", " ",
            "*", "＊", "?", "\\", " w/5 ", " ｗ／5 ", " pre/3 ", " w/0 ", " NEAR(3) ", "w/", "\uD800", "\uFFFE", "𠮷", "👍", "\u0301", "\u200D"),
        Gen.String[0, 5]);

    public static TheoryData<string, string> Valid => QueryCases.Read("valid.txt");

    public static TheoryData<string, string> Bound => QueryCases.Read("bound.txt");

    public static TheoryData<string, string> Invalid => QueryCases.Read("invalid.txt");

    [Theory]
    [MemberData(nameof(Valid))]
    public void Parses(string query, string tree) => Assert.Equal(tree, Print(QueryParser.Parse(query)!));

    [Theory]
    [MemberData(nameof(Bound))]
    public void Binds(string query, string tree) => Assert.Equal(tree, Print(QueryBinder.Bind(query, SearchScope.Everything, Time).Root!));

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Points_at_what_is_wrong(string query, string expected)
    {
        var exception = Assert.Throws<QueryException>(() => QueryBinder.Bind(query, SearchScope.Everything, Time));

        Assert.Equal(expected, $"{exception.Column} {exception.Code} {exception.Message}{(exception.Suggestion is { } suggestion ? " → " + suggestion : "")}");
        Assert.NotEmpty(exception.Expected);
        Assert.Null(exception.Suggestion is { } typed ? CodeOf(typed) : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t　")]
    public void A_blank_query_matches_everything(string query) => Assert.Null(QueryBinder.Bind(query, SearchScope.Everything, Time).Root);

    [Fact]
    public void Every_query_of_the_reference_can_be_read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Archive.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Archive.sln was not found above the tests.");
        }

        var rows = File.ReadLines(Path.Combine(folder.FullName, "docs", "query-language.md")).SkipWhile(line => !line.StartsWith("| ---", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith('|')).ToList();

        Assert.True(rows.Count > 20, $"{rows.Count} rows");
        Assert.All(rows.SelectMany(row => row.Split('|')[1].Split("`, `")), query => Assert.Null(CodeOf(query.Trim(' ', '`'))));
    }

    [Fact]
    public void Every_limit_has_its_own_error()
    {
        Assert.Equal(QueryErrorCode.TooLong, CodeOf(new string('a', QueryLimits.Length + 1)));
        Assert.Null(CodeOf(new string('a', QueryLimits.Length)));
        Assert.Equal(QueryErrorCode.TooDeep, CodeOf(new string('(', QueryLimits.Depth + 1) + "a"));
        Assert.Null(CodeOf(new string('(', QueryLimits.Depth) + "a" + new string(')', QueryLimits.Depth)));
        Assert.Equal(QueryErrorCode.TooDeep, CodeOf(string.Concat(Enumerable.Repeat("NOT ", QueryLimits.Depth + 1)) + "a"));
        Assert.Equal(QueryErrorCode.TooManyTerms, CodeOf(string.Join(' ', Enumerable.Repeat("a", QueryLimits.Terms + 1))));
        Assert.Null(CodeOf(string.Join(' ', Enumerable.Repeat("a", QueryLimits.Terms))));
        Assert.Equal(QueryErrorCode.TooManyTerms, CodeOf($"from:({string.Join(" OR ", Enumerable.Repeat("a", QueryLimits.Terms + 1))})"));
        Assert.Null(CodeOf($"from:({string.Join(" OR ", Enumerable.Repeat("a", QueryLimits.Terms))})"));
        Assert.Equal(QueryErrorCode.TooManyWildcards, CodeOf($"\"{string.Join(' ', Enumerable.Repeat("ab*", QueryLimits.Wildcards + 1))}\""));
        Assert.Null(CodeOf(string.Join(' ', Enumerable.Repeat("ab*", QueryLimits.Wildcards))));
        Assert.Equal(QueryErrorCode.TooCostly, CodeOf(string.Join(' ', Enumerable.Repeat("*ab", 7))));
        Assert.Null(CodeOf(string.Join(' ', Enumerable.Repeat("*ab", 6))));
        Assert.Equal(QueryErrorCode.NearDistance, CodeOf($"a w/{QueryLimits.Distance + 1} b"));
        Assert.Null(CodeOf($"a w/{QueryLimits.Distance} b"));
    }

    [Fact]
    public void No_text_throws_anything_else()
    {
        Pieces.Array[0, 60].Select(string.Concat).Sample(
            text =>
            {
                try
                {
                    QueryBinder.Bind(text, SearchScope.Everything, Time);
                    return true;
                }
                catch (QueryException exception)
                {
                    return exception.Column >= 1 && exception.Column <= text.Length + 1 && (exception.Suggestion is not { } typed || CodeOf(typed) is null);
                }
            },
            iter: 20_000);
    }

    private static QueryErrorCode? CodeOf(string query)
    {
        try
        {
            QueryBinder.Bind(query, SearchScope.Everything, Time);
            return null;
        }
        catch (QueryException exception)
        {
            return exception.Code;
        }
    }

    private static string Print(QueryNode node) => node switch
    {
        WordNode word => $"word({Print(word.Text)})",
        PhraseNode phrase => $"phrase({Print(phrase.Text)})",
        FieldNode field => $"field({field.Name}, {string.Join(" | ", field.Values.Select(value => Print(value.Text)))})",
        NearNode near => $"{(near.InOrder ? "pre" : "near")}({Print(near.Left)}, {Print(near.Right)}, {near.Distance})",
        AndNode and => $"and({string.Join(", ", and.Nodes.Select(Print))})",
        OrNode or => $"or({string.Join(", ", or.Nodes.Select(Print))})",
        NotNode not => $"not({Print(not.Node)})",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    // Wildcards in braces: a star that was escaped looks like a star.
    private static string Print(QueryText text) => string.Concat(text.Value.Select((value, i) =>
        text.Wildcards.Any(wildcard => wildcard.Index == i) ? $"{{{value}}}" : value.ToString()));

    private static string Print(BoundTerm term) => term.Match switch
    {
        TermMatch.Prefix => term.Text + "~",
        TermMatch.Pattern => $"/{term.Text}/",
        _ => term.Text,
    };

    private static string Print(BoundNode node) => node switch
    {
        BoundPhrase phrase => $"[{string.Join(' ', phrase.Terms.Select(Print))}]",
        BoundNear near => $"{(near.InOrder ? "pre" : "near")}({string.Join(" | ", near.Left.Select(Print))}, {string.Join(" | ", near.Right.Select(Print))}, {near.Distance})",
        BoundField field => $"{field.Field}({field.Value})",
        BoundTime time => $"time({time.From?.ToString("yyyy-MM-dd") ?? "-"}, {time.Until?.ToString("yyyy-MM-dd") ?? "-"})",
        BoundAnd and => $"and({string.Join(", ", and.Nodes.Select(Print))})",
        BoundOr or => $"or({string.Join(", ", or.Nodes.Select(Print))})",
        BoundNot not => $"not({Print(not.Node)})",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}
