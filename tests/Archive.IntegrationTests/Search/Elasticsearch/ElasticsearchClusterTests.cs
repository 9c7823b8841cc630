using Archive.Core.Search;
using Archive.Search.Elasticsearch;
using static Archive.IntegrationTests.Search.TestIndex;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>What happens to nodes and to the network while an index is filled: nothing is lost, no answer is smaller than it should be, and the index
/// catches up by itself. The tests share a cluster and leave it whole. Two of them run always, all with ARCHIVE_TEST_CLUSTER=full: it takes six minutes.</summary>
public sealed class ElasticsearchClusterTests(ElasticsearchCluster cluster) : IClassFixture<ElasticsearchCluster>, IAsyncLifetime
{
    private const string Variable = "ARCHIVE_TEST_CLUSTER";
    private const int Documents = 3_000;
    private const int Batch = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly IndexDocument[] All = [.. Enumerable.Range(1, Documents).Select(i => Document(i, $"alpha n{i}", sender: $"U{i % 50}"))];

    private ElasticsearchTestIndex _fixture = null!; // made before each test

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        cluster.Require();
        await cluster.StartMissingAsync();
        _fixture = new ElasticsearchTestIndex(cluster.Addresses[0], options =>
        {
            options.Nodes.Clear();
            cluster.Addresses.ToList().ForEach(address => options.Nodes.Add(new Uri(address.GetLeftPart(UriPartial.Authority).Replace(address.UserInfo + "@", "", StringComparison.Ordinal))));
            options.RequestTimeout = TimeSpan.FromSeconds(5);
            options.TotalTimeout = TimeSpan.FromSeconds(20);
        });
        await ApplyAsync(0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_fixture is not null)
        {
            await _fixture.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_node_that_dies_takes_nothing_with_it()
    {
        await FillAsync(beforeBatch: i => i == 8 ? cluster.KillAsync(2) : Task.CompletedTask);

        await AssertWholeAsync();
        await cluster.StartMissingAsync();
        await AssertWholeAsync();
    }

    [Fact]
    public async Task A_node_that_stands_still_delays_and_no_more()
    {
        SkipUnlessFull();
        await FillAsync(beforeBatch: async i =>
        {
            if (i is 8)
            {
                await cluster.PauseAsync(3);
            }
            else if (i is 16)
            {
                await cluster.ResumeAsync(3);
            }
        });

        await AssertWholeAsync();
    }

    [Fact]
    public async Task A_way_that_is_slow_and_then_cut_leads_over_another_node()
    {
        SkipUnlessFull();
        await cluster.AddLatencyAsync(150);
        await FillAsync(beforeBatch: i => i == 10 ? cluster.SetProxyAsync(isOpen: false) : Task.CompletedTask);

        await AssertWholeAsync();
        await cluster.ResetProxyAsync();
    }

    [Fact]
    public async Task Without_a_majority_there_is_an_error_and_never_a_smaller_answer()
    {
        await FillAsync(_ => Task.CompletedTask);
        await cluster.KillAsync(1);
        await cluster.KillAsync(2);

        for (var i = 0; i < 3; i++)
        {
            try
            {
                Assert.Equal(Documents, (await _fixture.SearchAsync("alpha")).Total);
            }
            catch (IndexUnavailableException)
            {
                // What is told instead of a part of the truth.
            }
        }

        // Nobody knows the accounts any more, so it may be a refusal of the right password.
        await Assert.ThrowsAnyAsync<IndexUnavailableException>(() => _fixture.ApplyAsync(Document(Documents + 1, "alpha")));
        await cluster.StartMissingAsync();
        await AssertWholeAsync();
    }

    [Fact]
    public async Task A_full_disk_stops_the_filling_with_an_error_and_what_is_missing_follows_when_there_is_room()
    {
        SkipUnlessFull();
        await SetWatermarksAsync("\"100tb\"");
        try
        {
            await UntilAsync(async () => (await _fixture.AskAsync(HttpMethod.Get, $"/{_fixture.Options.Prefix}*/_settings")).GetRawText().Contains("read_only_allow_delete", StringComparison.Ordinal));
            await Assert.ThrowsAnyAsync<IndexUnavailableException>(() => _fixture.ApplyAsync(All[..(Batch * 2)]));
            Assert.Equal(Batch, (await _fixture.SearchAsync("alpha")).Total);
        }
        finally
        {
            await SetWatermarksAsync("null");
        }

        await FillAsync(_ => Task.CompletedTask);
        await AssertWholeAsync();
    }

    private static void SkipUnlessFull() =>
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) == "full", $"Part of the long proof: set {Variable}=full.");

    /// <summary>As the index job does it: what could not be done is tried again later.</summary>
    private async Task FillAsync(Func<int, Task> beforeBatch)
    {
        for (var i = 1; i * Batch < Documents; i++)
        {
            await beforeBatch(i);
            await ApplyAsync(i);
        }
    }

    private async Task ApplyAsync(int batch)
    {
        var documents = All[(batch * Batch)..((batch + 1) * Batch)];
        await UntilAsync(async () =>
        {
            try
            {
                await _fixture.Index.ApplyAsync(documents, documents[^1].Sequence, Token);
                return true;
            }
            catch (IndexUnavailableException)
            {
                return false;
            }
        });
    }

    private async Task AssertWholeAsync()
    {
        await UntilAsync(async () =>
        {
            try
            {
                return (await _fixture.ReadStateAsync()).Count == Documents;
            }
            catch (IndexUnavailableException)
            {
                return false;
            }
        });
        Assert.Equal(Documents, (await _fixture.SearchAsync("alpha")).Total);
        Assert.Equal(Enumerable.Range(1, Documents).Select(i => (long)i), await _fixture.ReadMatchesAsync("alpha"));
    }

    /// <param name="room">How much must be free; more than any disk has makes every disk full. The server looks every ten seconds.</param>
    private async Task SetWatermarksAsync(string room)
    {
        var isOn = room == "null" ? "null" : "true";
        var interval = room == "null" ? "null" : "\"10s\"";
        await _fixture.AskAsync(HttpMethod.Put, "/_cluster/settings", $$$"""
            {"persistent":{"cluster.routing.allocation.disk.threshold_enabled":{{{isOn}}},"cluster.routing.allocation.disk.watermark.low":{{{room}}},
            "cluster.routing.allocation.disk.watermark.high":{{{room}}},"cluster.routing.allocation.disk.watermark.flood_stage":{{{room}}},"cluster.info.update.interval":{{{interval}}}}}
            """);
        if (room == "null")
        {
            await _fixture.AskAsync(HttpMethod.Put, $"/{_fixture.Options.Prefix}*/_settings", """{"index.blocks.read_only_allow_delete":null}""");
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isTrue())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Not within {Patience}.");
            await Task.Delay(300, Token);
        }
    }
}
