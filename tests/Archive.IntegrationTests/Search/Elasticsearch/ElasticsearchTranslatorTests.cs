using System.Text;
using Archive.Core.Search;
using Archive.Core.Search.Language;
using Archive.Search.Elasticsearch;
using static Archive.IntegrationTests.Search.TestIndex;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>Lines "query ⇶ JSON" of a file. A query that begins with "#" is one of the trees below in <see cref="TreeNotation"/>: what the language
/// cannot say.</summary>
public sealed class ElasticsearchTranslatorTests
{
    private static readonly BoundNode[] Trees =
    [
        new BoundPhrase([]),
        new BoundPhrase([new BoundTerm("al", TermMatch.Prefix)]),
        new BoundPhrase([new BoundTerm("a*l?h\\", TermMatch.Pattern)]),
        new BoundPhrase([new BoundTerm("wire", TermMatch.Exact), new BoundTerm("tr*", TermMatch.Prefix)]),
        new BoundNear([Phrase("wire")], [Phrase("bank", "account")], 5, InOrder: false),
        new BoundNear([Phrase("手机") with { EndsInPair = true }], [Phrase("wire"), new BoundPhrase([new BoundTerm("转", TermMatch.Prefix)])], 3, InOrder: true),
        new BoundNear([new BoundPhrase([])], [Phrase("wire")], 3, InOrder: true),
        new BoundOr([]),
        new BoundField(SearchField.Type, "edit"),
        new BoundField(SearchField.To, "nobody"),
        new BoundField(SearchField.Policy, "Default@1"),
    ];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Search", "Elasticsearch", "Cases", "translations.txt")).Skip(1))
            {
                if (line.Split(" ⇶ ") is [var query, var expected])
                {
                    cases.Add(query, expected);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Translates(string query, string expected) => Assert.Equal(expected, Translate(query.StartsWith('#')
        ? new BoundQuery(Trees.Single(tree => TreeNotation.Print(tree) == query[1..]), SearchScope.Everything)
        : QueryBinder.Bind(query, SearchScope.Everything, TimeProvider.System)));

    [Fact]
    public void Every_tree_has_its_line() => Assert.Empty(Trees.Select(tree => "#" + TreeNotation.Print(tree)).Except(Cases.Select(row => row.Data.Item1)));

    [Fact]
    public void The_scope_is_a_filter_and_an_empty_one_finds_nothing()
    {
        Assert.Equal("""{"bool":{"filter":[{"range":{"seq":{"lt":8}}},{"bool":{"should":[{"terms":{"source":["slack","we\"com"]}}]}}]}}""",
            Translate(new BoundQuery(null, new SearchScope(["slack", "we\"com"]))));
        Assert.Equal("""{"bool":{"filter":[{"range":{"seq":{"lt":8}}},{"match_none":{}}]}}""", Translate(new BoundQuery(null, new SearchScope([]))));
    }

    [Fact]
    public void In_a_narrow_view_words_count_the_same() => Assert.Equal(
        """{"bool":{"must":{"constant_score":{"filter":{"term":{"body":{"value":"wire"}}}}},"filter":[{"range":{"seq":{"lt":8}}},{"bool":{"should":[{"terms":{"source":["slack"]}}]}}]}}""",
        Translate(QueryBinder.Bind("wire", new SearchScope(["slack"]), TimeProvider.System)));

    [Fact]
    public void More_keys_than_a_list_takes_become_several_lists()
    {
        string[] keys = [.. Enumerable.Range(0, 130_000).Select(i => $"k{i}")];
        var json = Encoding.UTF8.GetString(new ElasticsearchTranslator((_, _) => keys)
            .Translate(new BoundQuery(new BoundField(SearchField.In, "x"), SearchScope.Everything), 7).Span);

        Assert.Equal(3, json.Split("\"terms\"").Length - 1);
        Assert.Equal(130_000, json.Split("\"k").Length - 1);
    }

    private static string Translate(BoundQuery query) => Encoding.UTF8.GetString(new ElasticsearchTranslator(
        (kind, value) => value == "nobody" ? [] : [$"{kind}:{value}"]).Translate(query, cursor: 7).Span);
}
