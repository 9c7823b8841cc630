using Archive.Core.Search;
using Archive.Core.Search.Analysis;
using Archive.Core.Search.Language;
using static Archive.IntegrationTests.Search.TestIndex;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>Crashes in the middle, several processes, and re-indexing beside searches. On a real server.</summary>
public sealed class ElasticsearchConcurrencyTests(ElasticsearchServer server) : IAsyncLifetime
{
    private ElasticsearchTestIndex _fixture = null!; // made before each test

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = new ElasticsearchTestIndex(await server.RequireAsync(), options => options.BulkSize = 7);

    public async ValueTask DisposeAsync()
    {
        if (_fixture is not null)
        {
            await _fixture.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_crash_at_any_request_of_a_batch_shows_nothing_of_it_and_the_repeat_all()
    {
        var documents = Enumerable.Range(1, 20).Select(i => Document(i, "alpha", sender: $"U{i}")).ToArray();
        await _fixture.ApplyAsync(documents[..2]);
        var requests = await CountRequestsAsync(index => index.ApplyAsync(documents[..3], 3, Token));
        Assert.True(requests > 8, "The crashes should fall into every step.");

        for (var broken = 0; broken < requests; broken++)
        {
            var first = 3 + broken;
            await BreakAsync(broken, index => index.ApplyAsync(documents[..(first + 1)], first + 1, Token));

            var answer = await _fixture.SearchAsync("alpha");
            Assert.Contains(answer.Total, (long[])[first, first + 1]);
            Assert.Equal(answer.State.Cursor, answer.Total);
            await _fixture.ApplyAsync(documents[..(first + 1)]);
            Assert.Equal(first + 1, (await _fixture.SearchAsync("alpha")).Total);
            Assert.Equal([first + 1L], await _fixture.FindAsync($"from:U{first + 1} NOT omega"));
        }
    }

    [Fact]
    public async Task A_crash_at_any_request_of_a_removal_can_be_settled_either_way()
    {
        var documents = Enumerable.Range(1, 40).Select(i => Document(i, "alpha")).ToArray();
        await _fixture.ApplyAsync(documents);
        var requests = await CountRequestsAsync(index => index.RemoveAsync([documents[39]], Token));
        await _fixture.Index.ConfirmRemovalAsync([40], Token);
        Assert.True(requests is > 5 and < 19);

        for (var broken = 0; broken < requests; broken++)
        {
            var (kept, gone) = (documents[2 * broken], documents[(2 * broken) + 1]);
            await BreakAsync(broken, index => index.RemoveAsync([kept, gone], Token));

            // A record is destroyed only after its removal came back.
            await _fixture.Index.RemoveAsync([gone], Token);
            await _fixture.Index.ConfirmRemovalAsync([gone.Sequence], Token);
            await _fixture.Index.RestoreAsync([kept], Token);

            Assert.Equal([kept.Sequence], (await _fixture.FindAsync("alpha")).Intersect([kept.Sequence, gone.Sequence]));
            Assert.Empty(await _fixture.Index.ReadPendingRemovalsAsync(Token));
        }
    }

    [Fact]
    public async Task What_is_removed_while_another_process_adds_it_does_not_stay()
    {
        IndexDocument[] documents = [Document(1, "alpha"), Document(2, "alpha"), Document(3, "alpha")];
        await _fixture.ApplyAsync(documents[..1]);
        var removed = false;
        var transport = new FaultyTransport(_fixture.Transport)
        {
            Before = async (_, path) =>
            {
                // Between the documents and the cursor of the other process's batch.
                if (!removed && path.Contains("if_seq_no", StringComparison.Ordinal))
                {
                    removed = true;
                    await _fixture.Index.RemoveAsync(documents[1..2], Token);
                    await _fixture.Index.ConfirmRemovalAsync([2], Token);
                }
            },
        };
        using var other = _fixture.Open(transport);

        await other.ApplyAsync(documents, 3, Token);

        Assert.True(removed);
        Assert.Equal([1, 3], await _fixture.FindAsync("alpha"));
        Assert.Equal(3, (await _fixture.ReadStateAsync()).Cursor);
        Assert.Empty(await _fixture.Index.ReadPendingRemovalsAsync(Token));
    }

    [Fact]
    public async Task Two_processes_that_add_the_same_records_add_each_once_and_know_all_names()
    {
        using var other = _fixture.Open(_fixture.Transport);
        var documents = Enumerable.Range(1, 90).Select(i => Document(i, "alpha", sender: $"P{i:D3}", conversation: $"C{i % 7}")).ToArray();

        await Task.WhenAll(ApplyAllAsync(_fixture.Index, 10), ApplyAllAsync(other, 15));

        Assert.Equal(Enumerable.Range(1, 90).Select(i => (long)i), await _fixture.FindAsync("alpha"));
        Assert.Equal(90, (await _fixture.ReadStateAsync()).Count);
        using var third = _fixture.Open(_fixture.Transport);
        foreach (var index in (ISearchIndex[])[_fixture.Index, other, third])
        {
            for (var i = 1; i <= 90; i++)
            {
                Assert.Equal([i], await FindFromAsync(index, $"P{i:D3}"));
            }
        }

        Task ApplyAllAsync(ISearchIndex index, int size) => Task.Run(
            async () =>
            {
                foreach (var batch in documents.Chunk(size))
                {
                    await index.ApplyAsync(batch, batch[^1].Sequence, Token);
                }
            },
            Token);
    }

    [Fact]
    public async Task A_writer_who_is_late_takes_no_name_from_a_reader()
    {
        IndexDocument[] documents = [.. Enumerable.Range(1, 3).Select(i => Document(i, "alpha", sender: $"P{i}"))];
        await _fixture.ApplyAsync(documents[..1]);
        using var reader = _fixture.Open(_fixture.Transport);
        var isLate = false;
        var transport = new FaultyTransport(_fixture.Transport)
        {
            Before = async (_, path) =>
            {
                // Before the names of the other process's batch are written.
                if (!isLate && path.Contains("_bulk", StringComparison.Ordinal))
                {
                    isLate = true;
                    await _fixture.ApplyAsync(documents[..2]);
                    Assert.Equal([2], await FindFromAsync(reader, "P2"));
                    await _fixture.ApplyAsync(documents);
                }
            },
        };
        using var other = _fixture.Open(transport);

        await other.ApplyAsync(documents, 3, Token);

        Assert.True(isLate);
        Assert.Equal([3], await FindFromAsync(reader, "P3"));
    }

    [Fact]
    public async Task Searches_beside_the_writer_see_whole_batches()
    {
        var seen = 0L;
        var writing = Task.Run(
            async () =>
            {
                for (var batch = 0; batch < 15 || Volatile.Read(ref seen) <= 25; batch++)
                {
                    await _fixture.ApplyAsync([.. Enumerable.Range((batch * 25) + 1, 25).Select(i => Document(i, "alpha"))]);
                }
            },
            Token);

        while (!writing.IsCompleted)
        {
            var answer = await _fixture.SearchAsync(Phrase("alpha"), new IndexPaging(0, 1, SearchOrder.Newest));
            Assert.Equal(0, answer.Total % 25);
            Assert.Equal((answer.Total, answer.Total), (answer.State.Cursor, answer.State.Count));
            Assert.True(answer.Total >= seen);
            Volatile.Write(ref seen, answer.Total);
        }

        await writing;
        Assert.True(seen > 25);
    }

    [Fact]
    public async Task Re_indexing_is_not_noticed_by_searches_and_removals_reach_both_generations()
    {
        IndexDocument[] documents = [.. Enumerable.Range(1, 10).Select(i => Document(i, "alpha"))];
        await _fixture.ApplyAsync(documents);
        await _fixture.Index.RemoveAsync(documents[..1], Token);

        await _fixture.Index.ResetAsync(Token);
        Assert.Equal(0, (await _fixture.ReadStateAsync()).Cursor);
        await _fixture.ApplyAsync(documents[..5]);

        var between = await _fixture.SearchAsync("alpha");
        Assert.Equal(Enumerable.Range(2, 9).Select(i => (long)i), between.Sequences);
        Assert.Equal((10, 9, $"{TextAnalyzer.Name}/1"), (between.State.Cursor, between.State.Count, between.State.Generation));
        Assert.Equal((5, 4, $"{TextAnalyzer.Name}/2"), await _fixture.ReadStateAsync() switch { var s => (s.Cursor, s.Count, s.Generation) });

        // One that both have, and one that only the old one has yet.
        await _fixture.Index.RemoveAsync([documents[2], documents[7]], Token);
        Assert.Equal([2, 4, 5, 6, 7, 9, 10], await _fixture.FindAsync("alpha"));
        await _fixture.Index.RestoreAsync([documents[0]], Token);
        await _fixture.Index.ConfirmRemovalAsync([3, 8], Token);
        Assert.Equal([1, 2, 4, 5, 6, 7, 9, 10], await _fixture.FindAsync("alpha"));

        await _fixture.ApplyAsync(documents);

        var after = await _fixture.SearchAsync("alpha");
        Assert.Equal([1, 2, 4, 5, 6, 7, 9, 10], after.Sequences);
        Assert.Equal((10, 8, $"{TextAnalyzer.Name}/2"), (after.State.Cursor, after.State.Count, after.State.Generation));
        var prefix = _fixture.Options.Prefix;
        Assert.Equal([$"{prefix}-g2-2024", $"{prefix}-names", $"{prefix}-state"], await _fixture.ListIndicesAsync());
        Assert.Equal(8, (await _fixture.AskAsync(HttpMethod.Get, $"/{prefix}/_count")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_rebuild_that_begins_again_leaves_the_old_generation_answering()
    {
        IndexDocument[] documents = [Document(1, "alpha"), Document(2, "alpha")];
        await _fixture.ApplyAsync(documents);
        await _fixture.Index.ResetAsync(Token);
        await _fixture.ApplyAsync(documents[..1]);

        await _fixture.Index.ResetAsync(Token);

        Assert.Equal([1, 2], await _fixture.FindAsync("alpha"));
        Assert.Equal($"{TextAnalyzer.Name}/3", (await _fixture.ReadStateAsync()).Generation);
        Assert.DoesNotContain($"{_fixture.Options.Prefix}-g2-2024", await _fixture.ListIndicesAsync());
        await _fixture.ApplyAsync(documents);
        Assert.Equal($"{TextAnalyzer.Name}/3", (await _fixture.SearchAsync("alpha")).State.Generation);
    }

    [Fact]
    public async Task Searches_and_reading_go_on_when_the_new_generation_takes_over_in_between()
    {
        IndexDocument[] documents = [.. Enumerable.Range(1, 30).Select(i => Document(i, "alpha"))];
        await _fixture.ApplyAsync(documents);
        await _fixture.Index.ResetAsync(Token);
        var isOver = false;
        var transport = new FaultyTransport(_fixture.Transport)
        {
            Before = async (_, path) =>
            {
                if (!isOver && (path.Contains("_msearch", StringComparison.Ordinal) || path.Contains("_search", StringComparison.Ordinal)) && !path.Contains("_pit", StringComparison.Ordinal))
                {
                    isOver = true;
                    await _fixture.ApplyAsync(documents);
                }
            },
        };
        using var other = _fixture.Open(transport);

        var matches = new List<long>();
        await foreach (var piece in other.ReadMatchesAsync(QueryBinder.Bind("alpha", SearchScope.Everything, TimeProvider.System), Token))
        {
            matches.AddRange(piece);
        }

        Assert.True(isOver);
        Assert.Equal(Enumerable.Range(1, 30).Select(i => (long)i), matches);
        Assert.Equal(30, (await other.SearchAsync(QueryBinder.Bind("alpha", SearchScope.Everything, TimeProvider.System), new IndexPaging(0, 10, SearchOrder.Newest), Token)).Total);
    }

    private async Task<int> CountRequestsAsync(Func<ISearchIndex, Task> change)
    {
        var transport = new FaultyTransport(_fixture.Transport);
        using var index = _fixture.Open(transport);
        await change(index);
        return transport.Requests.Count;
    }

    /// <summary>A process that ends at a request: that one and all later ones fail.</summary>
    private async Task BreakAsync(int request, Func<ISearchIndex, Task> change)
    {
        FaultyTransport transport = null!; // used after it is set
        transport = new FaultyTransport(_fixture.Transport)
        {
            Before = (_, _) => transport.Requests.Count > request ? throw FaultyTransport.Broken : Task.CompletedTask,
        };
        using var index = _fixture.Open(transport);
        await Assert.ThrowsAnyAsync<IndexUnavailableException>(() => change(index));
    }

    private static async Task<IReadOnlyList<long>> FindFromAsync(ISearchIndex index, string sender) => (await index.SearchAsync(
        new BoundQuery(new BoundField(SearchField.From, sender), SearchScope.Everything), new IndexPaging(0, 10, SearchOrder.Newest), Token)).Sequences;
}
