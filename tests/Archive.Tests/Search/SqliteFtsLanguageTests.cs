using Archive.Core.Search;
using Archive.Core.Search.Language;
using Archive.Search.SqliteFts;
using CsCheck;
using Xunit;
using static Archive.Tests.Search.TemporaryIndex;

namespace Archive.Tests.Search;

/// <summary>What a typed query finds: wildcards, proximity and lists.</summary>
public sealed class SqliteFtsLanguageTests : IDisposable
{
    private readonly TemporaryIndex _fixture = new();

    public static TheoryData<string, string> Translations => QueryCases.Read("sqlite.txt");

    [Theory]
    [MemberData(nameof(Translations))]
    public void Translates(string query, string expression)
    {
        var root = QueryBinder.Bind(query, SearchScope.Everything, TimeProvider.System).Root!; // no case is blank

        Assert.Equal(expression, FtsExpression.TryTranslate(root)?.Text ?? "-");
    }

    [Theory]
    [InlineData("wire w/1 transfer", "1 2")]
    [InlineData("wire pre/1 transfer", "1")]
    [InlineData("wire w/2 transfer", "1 2 3")]
    [InlineData("wire pre/3 transfer", "1 3 4")]
    [InlineData("transfer pre/100 wire", "2")]
    [InlineData("wire w/3 wire", "5")]
    [InlineData("wire w/2 wire", "")]
    [InlineData("\"wire transfer\" w/1 now", "1")]
    [InlineData("(wire OR transfer) pre/1 (now OR \"by transfer\")", "1")]
    [InlineData("(it OR \"the transfer\") w/1 (wire OR nothing)", "3 4")]
    [InlineData("wir* w/2 *nsf?r", "1 2 3")]
    [InlineData("wire NOT wire w/2 transfer", "4 5")]
    [InlineData("手机 pre/1 坏", "")]
    [InlineData("手机 pre/2 坏", "7")]
    [InlineData("手机 pre/1 已", "7")]
    [InlineData("坏 pre/4 手机", "8")]
    [InlineData("坏 pre/3 手机", "")]
    [InlineData("手 w/5 坏", "7 8")]
    public async Task Counts_the_words_between(string query, string expected)
    {
        await _fixture.ApplyAsync(
            Document(1, "wire transfer now"), Document(2, "transfer: WIRE"), Document(3, "wire the transfer"), Document(4, "wire it by transfer"),
            Document(5, "wire or a wire"), Document(6, "nothing"), Document(7, "手机已坏"), Document(8, "坏的就是手机"));

        Assert.Equal(expected, string.Join(' ', await _fixture.FindAsync(query)));
    }

    [Theory]
    [InlineData("trans*", "1 2 3")]
    [InlineData("trans?", "")]
    [InlineData("transfer??", "3")]
    [InlineData("*fer*", "1 2 3")]
    [InlineData("TR*d", "2")]
    [InlineData("\"wire trans*\"", "1")]
    [InlineData("\"trans* wire\"", "2")]
    [InlineData("\"t* w*re\"", null)]
    [InlineData("\"tr* w*re\"", "2")]
    [InlineData("naï*", "4")]
    [InlineData("*ïve", "4")]
    [InlineData("na?ve", "4")]
    [InlineData("手机*", "5")]
    [InlineData("\"iphone* 手机\"", "5")]
    [InlineData("NOT trans*", "4 5")]
    [InlineData("xy* OR naï*", "4")]
    [InlineData("xy*", "")]
    [InlineData("xy* w/3 wire", "")]
    public async Task Wildcards_stand_for_letters_of_one_word(string query, string? expected)
    {
        await _fixture.ApplyAsync(Document(1, "Wire Transfer"), Document(2, "transferred wire"), Document(3, "transferal"), Document(4, "naïve"),
            Document(5, "iPhone 手机"));

        Task<IReadOnlyList<long>> FindAsync() => _fixture.FindAsync(query);

        if (expected is null)
        {
            await Assert.ThrowsAsync<QueryException>(FindAsync);
        }
        else
        {
            Assert.Equal(expected, string.Join(' ', await FindAsync()));
        }
    }

    [Fact]
    public async Task A_wildcard_is_expanded_completely_however_many_words_it_means()
    {
        var documents = Enumerable.Range(1, 3_000).Select(i => Document(i, $"pay{i:D5}x then wire {i % 7}")).ToArray();
        await _fixture.ApplyAsync([.. documents, Document(3_001, "other")]);

        Assert.Equal(3_000, (await SearchAsync(_fixture.Index, "pay*x")).Total);
        Assert.Equal(3_000, (await SearchAsync(_fixture.Index, "*ay*")).Total);
        Assert.Equal(3_000, (await SearchAsync(_fixture.Index, "\"pay*x then\"")).Total);
        Assert.Equal(3_000, (await SearchAsync(_fixture.Index, "pay*x pre/2 wire")).Total);
        Assert.Equal(0, (await SearchAsync(_fixture.Index, "pay*x pre/1 wire")).Total);
        Assert.Equal(1, (await SearchAsync(_fixture.Index, "NOT pay*x")).Total);
        Assert.Equal(3_000, (await SearchAsync(_fixture.Index, "\"pay* th?n\"", SearchOrder.Relevance)).Total);
    }

    [Fact]
    public async Task Removed_words_are_no_longer_meant()
    {
        await _fixture.ApplyAsync(Document(1, "transfer one"), Document(2, "transit one"));
        await _fixture.Index.RemoveAsync([Document(1, "transfer one")], TestContext.Current.CancellationToken);

        Assert.Equal([2], await _fixture.FindAsync("trans*"));
        Assert.Equal([2], await _fixture.FindAsync("tr?ns* w/1 one"));
    }

    [Fact]
    public async Task The_deepest_query_is_answered()
    {
        await _fixture.ApplyAsync(Document(1, "wire"), Document(2, "transfer"));
        var open = string.Concat(Enumerable.Repeat("(wire AND (NOT zz OR ", QueryLimits.Depth / 2 - 1));
        var close = new string(')', QueryLimits.Depth - 2);

        Assert.Equal([1], await _fixture.FindAsync($"{open}wire{close}"));
        Assert.Equal([1], await _fixture.FindAsync(new string('(', QueryLimits.Depth) + "wire" + new string(')', QueryLimits.Depth)));
        Assert.Equal([1, 2], await _fixture.FindAsync(string.Join(" OR ", Enumerable.Range(0, QueryLimits.Terms - 2).Select(i => $"w{i}")) + " OR wire OR transfer"));
    }

    [Fact]
    public async Task Any_text_is_answered_or_refused()
    {
        await _fixture.ApplyAsync(Document(1, "wire transfer 手机"), Document(2, "a w 2024 手 alice", sender: "alice"));
        var answered = 0;

        QueryLanguageTests.Pieces.Array[0, 12].Select(string.Concat).Sample(
            text =>
            {
                BoundQuery query;
                try
                {
                    query = QueryBinder.Bind(text, SearchScope.Everything, TimeProvider.System);
                }
                catch (QueryException)
                {
                    return;
                }

                var answer = _fixture.Index.SearchAsync(query, new IndexPaging(0, 10, SearchOrder.Relevance), TestContext.Current.CancellationToken).GetAwaiter().GetResult();
                Assert.InRange(answer.Total, 0, 2);
                var highlighter = new Highlighter(query);
                Assert.All(highlighter.Find("wire transfer 手机 a w 2024 手 alice"), span => Assert.True(span.Length > 0));
                answered++;
            },
            iter: 4_000, threads: 1);
        Assert.True(answered > 400, $"{answered} answered.");
    }

    public void Dispose() => _fixture.Dispose();
}
