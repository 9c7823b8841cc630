using System.Globalization;
using Archive.Core.Search;
using Archive.Core.Search.Language;
using Archive.Tests.Search;

namespace Archive.IntegrationTests.Search;

/// <summary>Both engines give the same totals and the same records for the same queries over the same real messages.</summary>
public sealed class EngineDifferenceTests(ElasticsearchServer server)
{
    /// <summary>Queries that are tried unless it says how many.</summary>
    private const int DefaultQueries = 1_000;
    private const string QueriesVariable = "ARCHIVE_TEST_QUERIES";

    private static readonly int Queries =
        int.TryParse(Environment.GetEnvironmentVariable(QueriesVariable), CultureInfo.InvariantCulture, out var queries) ? queries : DefaultQueries;

    private const int Batch = 5_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generated_queries_give_the_same_on_both()
    {
        Assert.SkipWhen(ChatSample.Documents is null, ChatSample.Missing);
        await using var sqlite = new SqliteTestIndex();
        await using var elasticsearch = new ElasticsearchTestIndex(await server.RequireAsync());
        foreach (var batch in ChatSample.Documents.Chunk(Batch))
        {
            await sqlite.Index.ApplyAsync(batch, batch[^1].Sequence, Stop);
            await elasticsearch.Index.ApplyAsync(batch, batch[^1].Sequence, Stop);
        }

        var found = 0;
        foreach (var query in GeneratedQueries.Over(ChatSample.Documents, seed: 8).Take(Queries))
        {
            var expected = await sqlite.ReadMatchesAsync(query);
            Assert.True(expected.SequenceEqual(await elasticsearch.ReadMatchesAsync(query)), $"the engines differ on {query}");
            var bound = QueryBinder.Bind(query, SearchScope.Everything, TimeProvider.System);
            var paging = new IndexPaging(0, 50, SearchOrder.Newest, WithFacets: true);
            var left = await sqlite.Index.SearchAsync(bound, paging, Stop);
            var right = await elasticsearch.Index.SearchAsync(bound, paging, Stop);
            Assert.Equal((left.Total, left.Exact), (right.Total, right.Exact));
            Assert.Equal(left.Sequences, right.Sequences);
            Assert.Equal(left.Facets!.Months, right.Facets!.Months);
            Assert.Equal(left.Facets.Types, right.Facets.Types);
            found += expected.Count > 0 ? 1 : 0;
        }

        Assert.InRange(found, Queries / 4, Queries);
    }
}
