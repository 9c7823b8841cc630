using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Core.Search.Analysis;
using static Archive.IntegrationTests.Search.TestIndex;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>What only this engine has: several indices, pages beyond 10,000, generations side by side, missing parts. On a real server.</summary>
public sealed class ElasticsearchIndexTests(ElasticsearchServer server) : IAsyncLifetime
{
    private ElasticsearchTestIndex _fixture = null!; // made before each test

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = new ElasticsearchTestIndex(await server.RequireAsync(), options => options.ExactTotalLimit = 11_000);

    public async ValueTask DisposeAsync()
    {
        if (_fixture is not null)
        {
            await _fixture.DisposeAsync();
        }
    }

    [Fact]
    public async Task Nothing_is_made_before_the_first_document()
    {
        Assert.Equal(0, (await _fixture.ReadStateAsync()).Cursor);
        Assert.Equal(0, (await _fixture.SearchAsync("alpha")).Total);

        Assert.Empty(await _fixture.ListIndicesAsync());
    }

    [Fact]
    public async Task The_mapping_holds_no_text_no_at_timestamp_and_nothing_unknown()
    {
        await _fixture.ApplyAsync(Document(1, "alpha beta") with { Time = new DateTimeOffset(2021, 5, 1, 0, 0, 0, TimeSpan.Zero) }, Document(2, "alpha"));

        Assert.Equal([$"{_fixture.Options.Prefix}-g1-2021", $"{_fixture.Options.Prefix}-g1-2024", $"{_fixture.Options.Prefix}-names", $"{_fixture.Options.Prefix}-state"],
            await _fixture.ListIndicesAsync());
        var index = $"/{_fixture.Options.Prefix}-g1-2021";
        var mapping = (await _fixture.AskAsync(HttpMethod.Get, index + "/_mapping")).EnumerateObject().Single().Value.GetProperty("mappings");
        Assert.Equal("strict", mapping.GetProperty("dynamic").GetString());
        Assert.False(mapping.GetProperty("_source").GetProperty("enabled").GetBoolean());
        Assert.Equal(
            ["body", "conversation", "has", "label", "labels", "lang", "month", "policy", "recipients", "revision", "sender", "seq", "source", "time", "type"],
            mapping.GetProperty("properties").EnumerateObject().Select(field => field.Name).Order());
        var stored = await _fixture.AskAsync(HttpMethod.Get, index + "/_doc/1");
        Assert.False(stored.TryGetProperty("_source", out _));
        Assert.Equal([1, 2], await _fixture.FindAsync("alpha"));
        Assert.Equal(2, (await _fixture.AskAsync(HttpMethod.Get, $"/{_fixture.Options.Prefix}/_count")).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData(SearchOrder.Newest)]
    [InlineData(SearchOrder.Oldest)]
    [InlineData(SearchOrder.Relevance)]
    public async Task Pages_go_on_beyond_what_one_answer_holds(SearchOrder order)
    {
        await _fixture.ApplyAsync([.. Enumerable.Range(1, 10_600).Select(i => Document(i, "alpha"))]);

        var page = await _fixture.SearchAsync(Phrase("alpha"), new IndexPaging(10_100, 50, order, WithFacets: true));
        var edge = await _fixture.SearchAsync(Phrase("alpha"), new IndexPaging(9_990, 20, order));
        var last = await _fixture.SearchAsync(Phrase("alpha"), new IndexPaging(10_590, 500, order));

        Assert.Equal((10_600L, true), (page.Total, page.Exact));
        Assert.Equal(Enumerable.Range(0, 50).Select(Nth(10_100)), page.Sequences);
        Assert.Equal(10_600, page.Facets!.Senders.Single().Count);
        Assert.Equal(Enumerable.Range(0, 20).Select(Nth(9_990)), edge.Sequences);
        Assert.Equal(Enumerable.Range(0, 10).Select(Nth(10_590)), last.Sequences);
        Assert.Equal(Enumerable.Range(1, 10_600).Select(i => (long)i), await _fixture.ReadMatchesAsync("alpha"));

        Func<int, long> Nth(int skip) => i => order == SearchOrder.Oldest ? skip + i + 1L : 10_600L - skip - i;
    }

    [Fact]
    public async Task Says_when_a_total_is_a_lower_bound()
    {
        await _fixture.ApplyAsync([.. Enumerable.Range(1, 12_000).Select(i => Document(i, "alpha"))]);

        var answer = await _fixture.SearchAsync(Phrase("alpha"), new IndexPaging(0, 10, SearchOrder.Newest));

        Assert.False(answer.Exact);
        Assert.Equal(11_000, answer.Total);
        Assert.Equal(12_000, answer.State.Count);
        Assert.Empty((await _fixture.SearchAsync(Phrase("alpha"), new IndexPaging(20_000, 10, SearchOrder.Newest))).Sequences);
    }

    [Fact]
    public async Task Compaction_leaves_no_removed_document_and_no_name_of_nobody()
    {
        var gone = Enumerable.Range(1, 200).Select(i => Document(i, "alpha", conversation: "C-GONE", sender: "U-GONE") with
        {
            Recipients = [new Participant("U-SILENT", "Silent Person", ParticipantKind.Member)],
        }).ToArray();
        var kept = Document(201, "alpha", sender: "U-KEPT") with { Recipients = [new Participant("U-LISTENING", "Listening Person", ParticipantKind.Member)] };
        await _fixture.ApplyAsync([.. gone, kept]);
        await _fixture.Index.RemoveAsync(gone, Token);
        await _fixture.Index.ConfirmRemovalAsync([.. gone.Select(document => document.Sequence)], Token);
        Assert.True(await CountDeletedAsync() > 0);

        _fixture.Options.CompactionPatience = TimeSpan.FromMinutes(10); // the server forgets by a clock of its own
        await _fixture.Index.CompactAsync(Token);

        Assert.Equal(0, await CountDeletedAsync());
        var names = (await _fixture.AskAsync(HttpMethod.Get, $"/{_fixture.Options.Prefix}-names/_search?size=100")).ToString();
        Assert.DoesNotContain("GONE", names, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Silent", names, StringComparison.Ordinal);
        Assert.Equal([201], await _fixture.FindAsync("from:u-kept"));
        Assert.Equal([201], await _fixture.FindAsync(SearchField.To, "listening"));

        // The name comes back with the person, here and in a process that knew it.
        await _fixture.ApplyAsync(gone[0] with { Sequence = 300 });
        Assert.Equal([300], await _fixture.FindAsync("from:u-gone"));

        async Task<long> CountDeletedAsync() => (await _fixture.AskAsync(HttpMethod.Get, $"/{_fixture.Options.Prefix}-g*/_stats/docs"))
            .GetProperty("_all").GetProperty("total").GetProperty("docs").GetProperty("deleted").GetInt64();
    }

    [Fact]
    public async Task Says_how_much_is_left_when_the_patience_for_compaction_is_over()
    {
        await _fixture.ApplyAsync([.. Enumerable.Range(1, 20).Select(i => Document(i, "alpha"))]);
        await _fixture.Index.RemoveAsync([.. Enumerable.Range(1, 5).Select(i => Document(i, "alpha"))], Token);
        _fixture.Options.CompactionPatience = TimeSpan.Zero;

        var exception = await Assert.ThrowsAsync<IndexUnavailableException>(() => _fixture.Index.CompactAsync(Token));

        Assert.Matches("^[0-9]+ removed documents are still", exception.Message);
    }

    [Fact]
    public async Task A_missing_part_is_an_error_and_not_an_empty_answer_until_the_index_is_rebuilt()
    {
        await _fixture.ApplyAsync(Document(1, "alpha") with { Time = DateTimeOffset.UnixEpoch }, Document(2, "alpha"));
        await _fixture.AskAsync(HttpMethod.Delete, $"/{_fixture.Options.Prefix}-g1-1970");

        var exception = await Assert.ThrowsAnyAsync<IndexUnavailableException>(() => _fixture.SearchAsync("alpha"));
        Assert.Contains("Rebuild", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<IndexUnavailableException>(() => _fixture.ReadMatchesAsync("alpha"));

        await _fixture.Index.ResetAsync(Token);
        Assert.Equal(0, (await _fixture.SearchAsync("alpha")).State.Cursor);
        await _fixture.ApplyAsync(Document(1, "alpha"), Document(2, "alpha"));
        Assert.Equal([1, 2], await _fixture.FindAsync("alpha"));
    }

    [Fact]
    public async Task A_lost_state_begins_again_beside_what_is_left_over()
    {
        await _fixture.ApplyAsync(Document(1, "alpha"), Document(2, "alpha"));
        await _fixture.AskAsync(HttpMethod.Delete, $"/{_fixture.Options.Prefix}-state,{_fixture.Options.Prefix}-names");
        _fixture.Reopen();

        await _fixture.ApplyAsync(Document(1, "beta"));

        Assert.Equal($"{TextAnalyzer.Name}/2", (await _fixture.ReadStateAsync()).Generation);
        Assert.Equal([1], await _fixture.FindAsync("from:u1"));
        Assert.Empty(await _fixture.FindAsync("alpha"));
        Assert.DoesNotContain($"{_fixture.Options.Prefix}-g1-2024", await _fixture.ListIndicesAsync());
    }

    [Fact]
    public async Task An_index_of_another_analyzer_is_refused_and_reset_replaces_it()
    {
        await _fixture.ApplyAsync(Document(1, "alpha"));
        var state = await _fixture.AskAsync(HttpMethod.Get, $"/{_fixture.Options.Prefix}-state/_doc/state");
        await _fixture.AskAsync(HttpMethod.Put, $"/{_fixture.Options.Prefix}-state/_doc/state?refresh=true",
            state.GetProperty("_source").GetRawText().Replace(TextAnalyzer.Name, "han-pair-0", StringComparison.Ordinal));

        Assert.Contains("han-pair-0", (await Assert.ThrowsAsync<IndexUnavailableException>(() => _fixture.SearchAsync("alpha"))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IndexUnavailableException>(() => _fixture.ReadStateAsync());

        await _fixture.Index.ResetAsync(Token);
        Assert.Equal(0, (await _fixture.SearchAsync("alpha")).Total);
        await _fixture.ApplyAsync(Document(1, "alpha"));
        Assert.Equal([1], await _fixture.FindAsync("alpha"));
    }

    [Fact]
    public async Task An_unreadable_state_says_so_and_reset_replaces_it()
    {
        await _fixture.ApplyAsync(Document(1, "alpha"));
        await _fixture.AskAsync(HttpMethod.Put, $"/{_fixture.Options.Prefix}-state/_doc/state?refresh=true", """{"state":{"version":"no number"}}""");

        Assert.Contains("Rebuild", (await Assert.ThrowsAnyAsync<IndexUnavailableException>(() => _fixture.SearchAsync("alpha"))).Message, StringComparison.Ordinal);

        await _fixture.Index.ResetAsync(Token);
        await _fixture.ApplyAsync(Document(1, "alpha"));
        Assert.Equal([1], await _fixture.FindAsync("alpha"));
    }

    [Fact]
    public async Task A_refused_document_names_status_and_type_and_moves_no_cursor()
    {
        await _fixture.ApplyAsync(Document(1, "alpha"));
        await _fixture.AskAsync(HttpMethod.Put, $"/{_fixture.Options.Prefix}-g1-2025", """{"mappings":{"properties":{"time":{"type":"ip"}}}}""");

        var exception = await Assert.ThrowsAnyAsync<IndexUnavailableException>(
            () => _fixture.ApplyAsync(Document(2, "alpha"), Document(3, "topsecret") with { Time = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero) }));

        Assert.Contains("400 ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, (await _fixture.ReadStateAsync()).Cursor);
        Assert.Equal([1], await _fixture.FindAsync("alpha")); // the half of a batch is not seen
    }

    [Fact]
    public async Task A_pattern_for_too_many_words_says_so()
    {
        await _fixture.ApplyAsync(Document(1, string.Join(' ', Enumerable.Range(0, 30_000).Select(i => $"w{i}")) + " bank"));

        var exception = await Assert.ThrowsAnyAsync<IndexUnavailableException>(() => _fixture.FindAsync(
            new BoundNear([new BoundPhrase([new BoundTerm("w", TermMatch.Prefix)])], [Phrase("bank")], 1, true)));

        Assert.Contains("longer", exception.Message, StringComparison.Ordinal);
        Assert.Equal([1], await _fixture.FindAsync(new BoundPhrase([new BoundTerm("w", TermMatch.Prefix)])));
    }
}
