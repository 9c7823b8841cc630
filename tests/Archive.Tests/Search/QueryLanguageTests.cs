using Archive.Core.Search;
using Archive.Core.Search.Language;
using CsCheck;
using Xunit;

namespace Archive.Tests.Search;

public sealed class QueryLanguageTests
{
    public static TheoryData<string, string> Valid => QueryCases.Read("valid.txt");

    public static TheoryData<string, string> Bound => QueryCases.Read("bound.txt");

    public static TheoryData<string, string> Invalid => QueryCases.Read("invalid.txt");

    [Theory]
    [MemberData(nameof(Valid))]
    public void Parses(string query, string tree) => Assert.Equal(tree, Print(QueryParser.Parse(query)!));

    [Theory]
    [MemberData(nameof(Bound))]
    public void Binds(string query, string tree) => Assert.Equal(tree, Print(QueryBinder.Bind(query, SearchScope.Everything).Root!));

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Points_at_what_is_wrong(string query, string expected)
    {
        var exception = Assert.Throws<QueryException>(() => QueryBinder.Bind(query, SearchScope.Everything));

        Assert.Equal(expected, $"{exception.Column} {exception.Code} {exception.Message}");
        Assert.NotEmpty(exception.Expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t　")]
    public void A_blank_query_matches_everything(string query) => Assert.Null(QueryBinder.Bind(query, SearchScope.Everything).Root);

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
    }

    [Fact]
    public void No_text_throws_anything_else()
    {
        var pieces = Gen.OneOf(
            Pick.From("(", ")", "\"", "“", "」", "「", "-", "NOT ", "AND ", "OR ", "from:", "on:", "after：", "2024-13", "2024", "手", "a", " ", "*", "\uD800", "\uFFFE", "𠮷"),
            Gen.String[0, 5]);

        pieces.Array[0, 60].Select(string.Concat).Sample(
            text =>
            {
                try
                {
                    QueryBinder.Bind(text, SearchScope.Everything);
                    return true;
                }
                catch (QueryException exception)
                {
                    return exception.Column >= 1 && exception.Column <= text.Length + 1;
                }
            },
            iter: 20_000);
    }

    private static QueryErrorCode? CodeOf(string query)
    {
        try
        {
            QueryBinder.Bind(query, SearchScope.Everything);
            return null;
        }
        catch (QueryException exception)
        {
            return exception.Code;
        }
    }

    private static string Print(QueryNode node) => node switch
    {
        WordNode word => $"word({word.Text})",
        PhraseNode phrase => $"phrase({phrase.Text})",
        FieldNode field => $"field({field.Name}, {field.Value})",
        AndNode and => $"and({string.Join(", ", and.Nodes.Select(Print))})",
        OrNode or => $"or({string.Join(", ", or.Nodes.Select(Print))})",
        NotNode not => $"not({Print(not.Node)})",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static string Print(BoundTerm term) => term.Match switch
    {
        TermMatch.Prefix => term.Text + "~",
        TermMatch.Pattern => $"/{term.Text}/",
        _ => term.Text,
    };

    private static string Print(BoundNode node) => node switch
    {
        BoundPhrase phrase => $"[{string.Join(' ', phrase.Terms.Select(Print))}]",
        BoundField field => $"{field.Field}({field.Value})",
        BoundTime time => $"time({time.From?.ToString("yyyy-MM-dd") ?? "-"}, {time.Until?.ToString("yyyy-MM-dd") ?? "-"})",
        BoundAnd and => $"and({string.Join(", ", and.Nodes.Select(Print))})",
        BoundOr or => $"or({string.Join(", ", or.Nodes.Select(Print))})",
        BoundNot not => $"not({Print(not.Node)})",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}
