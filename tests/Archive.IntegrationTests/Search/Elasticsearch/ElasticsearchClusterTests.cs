using Archive.Core.Search;
using static Archive.IntegrationTests.Search.TestIndex;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>What happens to nodes and to the network while an index is filled: nothing is lost, no answer is smaller than it should be, and the index
/// catches up by itself. One of the tests runs always, all with ARCHIVE_TEST_CLUSTER=full: it takes six minutes.</summary>
public sealed class ElasticsearchClusterTests(ElasticsearchCluster cluster) : ElasticsearchClusterTest(cluster)
{
    [Fact]
    public async Task A_node_that_dies_takes_nothing_with_it()
    {
        await FillAsync(beforeBatch: i => i == 8 ? Cluster.KillAsync(2) : Task.CompletedTask);

        await AssertWholeAsync();
        await Cluster.StartMissingAsync();
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
                await Cluster.PauseAsync(3);
            }
            else if (i is 16)
            {
                await Cluster.ResumeAsync(3);
            }
        });

        await AssertWholeAsync();
    }

    [Fact]
    public async Task A_way_that_is_slow_and_then_cut_leads_over_another_node()
    {
        SkipUnlessFull();
        await Cluster.AddLatencyAsync(150);
        await FillAsync(beforeBatch: i => i == 10 ? Cluster.SetProxyAsync(isOpen: false) : Task.CompletedTask);

        await AssertWholeAsync();
        await Cluster.ResetProxyAsync();
    }

    [Fact]
    public async Task Without_a_majority_there_is_an_error_and_never_a_smaller_answer()
    {
        SkipUnlessFull();
        await FillAsync(_ => Task.CompletedTask);
        await Cluster.KillAsync(1);
        await Cluster.KillAsync(2);

        for (var i = 0; i < 3; i++)
        {
            try
            {
                Assert.Equal(Documents, (await Fixture.SearchAsync("alpha")).Total);
            }
            catch (IndexUnavailableException)
            {
                // What is told instead of a part of the truth.
            }
        }

        // Nobody knows the accounts any more, so it may be a refusal of the right password.
        await Assert.ThrowsAnyAsync<IndexUnavailableException>(() => Fixture.ApplyAsync(Document(Documents + 1, "alpha")));
        await Cluster.StartMissingAsync();
        await AssertWholeAsync();
    }

    [Fact]
    public async Task A_full_disk_stops_the_filling_with_an_error_and_what_is_missing_follows_when_there_is_room()
    {
        SkipUnlessFull();
        await SetWatermarksAsync("\"100tb\"");
        try
        {
            await UntilAsync(async () => (await Fixture.AskAsync(HttpMethod.Get, $"/{Fixture.Options.Prefix}*/_settings")).GetRawText().Contains("read_only_allow_delete", StringComparison.Ordinal));
            await Assert.ThrowsAnyAsync<IndexUnavailableException>(() => Fixture.ApplyAsync(All[..(Batch * 2)]));
            Assert.Equal(Batch, (await Fixture.SearchAsync("alpha")).Total);
        }
        finally
        {
            await SetWatermarksAsync("null");
        }

        await FillAsync(_ => Task.CompletedTask);
        await AssertWholeAsync();
    }

    /// <param name="room">How much must be free; more than any disk has makes every disk full. The server looks every ten seconds.</param>
    private async Task SetWatermarksAsync(string room)
    {
        var isOn = room == "null" ? "null" : "true";
        var interval = room == "null" ? "null" : "\"10s\"";
        await Fixture.AskAsync(HttpMethod.Put, "/_cluster/settings", $$$"""
            {"persistent":{"cluster.routing.allocation.disk.threshold_enabled":{{{isOn}}},"cluster.routing.allocation.disk.watermark.low":{{{room}}},
            "cluster.routing.allocation.disk.watermark.high":{{{room}}},"cluster.routing.allocation.disk.watermark.flood_stage":{{{room}}},"cluster.info.update.interval":{{{interval}}}}}
            """);
        if (room == "null")
        {
            await Fixture.AskAsync(HttpMethod.Put, $"/{Fixture.Options.Prefix}*/_settings", """{"index.blocks.read_only_allow_delete":null}""");
        }
    }
}
