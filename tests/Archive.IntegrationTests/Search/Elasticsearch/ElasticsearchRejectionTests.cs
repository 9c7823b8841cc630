using System.Text;
using Archive.Core.Search;
using Archive.Search.Elasticsearch;
using static Archive.IntegrationTests.Search.TestIndex;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>Bulk requests that a real cluster answers with 200 and single items of which it refuses: what passes is sent again, what does not is told by
/// its number, nothing is lost, and the index catches up when the cause is gone.</summary>
public sealed class ElasticsearchRejectionTests(ElasticsearchCluster cluster) : ElasticsearchClusterTest(cluster)
{
    private const int Senders = 24;
    private const int Year = 525_600; // in minutes

    [Fact]
    public async Task Items_that_a_node_has_no_room_for_are_sent_again_until_it_has()
    {
        var refused = new RefusedItems(Fixture.Transport);
        Index = Fixture.Open(refused);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var crowd = await Crowd.StartAsync(Fixture, Senders, enough.Token);

        await FillAsync(async _ =>
        {
            if (refused.Count > 0)
            {
                await enough.CancelAsync();
            }
        });

        Assert.True(refused.Count > 0, "The cluster had room for everything.");
        await AssertWholeAsync();
    }

    [Fact]
    public async Task A_document_that_a_blocked_index_refuses_is_named_and_the_batch_follows_when_the_block_is_gone()
    {
        await ApplyAsync([Document(Batch + 1, "beta"), Document(Batch + 2, "beta", minute: Year)]);
        IndexDocument[] batch = [Document(Batch + 3, "gamma"), Document(Batch + 4, "gamma", minute: Year), Document(Batch + 5, "gamma")];
        await BlockAsync("true");

        await AssertRefusedAsync(batch, $"refused document {Batch + 4} (403 cluster_block_exception)");
        var filling = ApplyAsync(batch);
        await Task.Delay(TimeSpan.FromSeconds(2), Token);
        Assert.False(filling.IsCompleted);
        await BlockAsync("null");
        await filling;

        Assert.Equal([Batch + 3L, Batch + 4L, Batch + 5L], (await Fixture.FindAsync("gamma")).Order());
    }

    [Fact]
    public async Task A_document_that_does_not_fit_the_mapping_is_named_and_the_batch_follows_when_the_mapping_is_right()
    {
        // As if somebody had made it by hand: numbers go in, words do not.
        var index = $"{Fixture.Options.Prefix}-g1-2026";
        await Fixture.AskAsync(HttpMethod.Put, "/" + index, """{"mappings":{"properties":{"body":{"type":"long"}}}}""");
        IndexDocument[] batch = [Document(Batch + 1, "2026", minute: 2 * Year), Document(Batch + 2, "delta", minute: 2 * Year), Document(Batch + 3, "delta")];

        await AssertRefusedAsync(batch, $"refused document {Batch + 2} (400 ");
        await Fixture.AskAsync(HttpMethod.Delete, "/" + index);
        await ApplyAsync(batch);

        Assert.Equal([Batch + 2L, Batch + 3L], (await Fixture.FindAsync("delta")).Order());
        Assert.Equal([Batch + 1L], await Fixture.FindAsync("2026"));
    }

    /// <summary>The error names it, the cursor stays, and of what the cluster took nothing is found.</summary>
    private async Task AssertRefusedAsync(IndexDocument[] batch, string what)
    {
        var before = await Index.ReadStateAsync(Token);
        var refusal = await Assert.ThrowsAsync<ElasticsearchException>(() => Index.ApplyAsync(batch, batch[^1].Sequence, Token));
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await Index.ReadStateAsync(Token));
        foreach (var document in batch)
        {
            Assert.Empty(await Fixture.FindAsync(document.Text));
        }
    }

    private Task BlockAsync(string value) =>
        Fixture.AskAsync(HttpMethod.Put, $"/{Fixture.Options.Prefix}-g1-2025/_settings", $$"""{"index.blocks.write":{{value}}}""");

    /// <summary>Others who write into an index of their own with a shard on each node, and fill every queue.</summary>
    private sealed class Crowd(IElasticsearchTransport transport, string index, CancellationToken until) : IAsyncDisposable
    {
        private static readonly byte[] Request = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"index\":{}}\n{\"text\":\"some words of somebody else\"}\n", 500)));

        private readonly CancellationTokenSource _own = CancellationTokenSource.CreateLinkedTokenSource(until);
        private Task _writing = Task.CompletedTask;

        private string Name => index;

        public static async Task<Crowd> StartAsync(ElasticsearchTestIndex beside, int senders, CancellationToken until)
        {
            var crowd = new Crowd(ElasticsearchTransports.Create(beside.Options), "crowd-" + beside.Options.Prefix, until);
            await beside.AskAsync(HttpMethod.Put, "/" + crowd.Name, """{"settings":{"number_of_shards":3,"number_of_replicas":0,"index.routing.allocation.total_shards_per_node":1}}""");
            crowd._writing = Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(crowd.WriteAsync, Token)));
            return crowd;
        }

        public async ValueTask DisposeAsync()
        {
            await _own.CancelAsync(); // a test that failed has not said enough
            await _writing;
            _own.Dispose();
            await transport.SendAsync(HttpMethod.Delete, "/" + index, default, ElasticsearchBody.None, CancellationToken.None);
        }

        private async Task WriteAsync()
        {
            while (!_own.IsCancellationRequested)
            {
                try
                {
                    await transport.SendAsync(HttpMethod.Post, $"/{index}/_bulk", Request, ElasticsearchBody.Lines, _own.Token);
                }
                catch (Exception e) when (e is OperationCanceledException or IndexUnavailableException)
                {
                    // Being refused is what it is for.
                }
            }
        }
    }
}
