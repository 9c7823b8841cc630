using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Storage;

/// <summary>Sealing ahead is a head start and nothing else: whatever happens between sealing and appending, the log comes out as without it.</summary>
public abstract class SealingAheadContract : StoreContract
{
    private const int DemoSeed = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Any_order_repetition_or_loss_of_sealed_pages_gives_the_same_log(int seed)
    {
        var random = new Random(seed);
        var ahead = await AnotherAsync();
        var plain = await AnotherAsync();
        var store = ahead.Open(DemoSeed).GetRequiredService<IRecordStore>();
        var reference = plain.Open(DemoSeed).GetRequiredService<IRecordStore>();
        var waiting = new List<PreparedPage>();
        var next = 0;
        for (var step = 0; step < 120; step++)
        {
            var ids = Enumerable.Range(0, random.Next(0, 8)).Select(_ => random.Next(4) == 0 ? random.Next(next + 1) : next++).Distinct();
            var page = StoreFixture.Page([.. ids.Select(id => StoreFixture.Item($"C1:{id}", $"text {id}"))]);
            waiting.Add(store.SealAhead(random.Next(5) == 0 ? page with { Source = "other" } : page));
            switch (random.Next(8))
            {
                case 0:
                    // Sealed and never appended: the pull was stopped.
                    waiting.RemoveAt(random.Next(waiting.Count));
                    break;
                case 1:
                    // Changed after it was sealed: the seals are of another page.
                    waiting[^1] = waiting[^1] with { Retention = new("other@1", 7, Core.Retention.RetentionAction.Keep) };
                    break;
            }

            while (waiting.Count > random.Next(4))
            {
                var at = random.Next(10) == 0 ? random.Next(waiting.Count) : 0;
                var taken = waiting[at];
                waiting.RemoveAt(at);
                for (var times = random.Next(10) == 0 ? 2 : 1; times > 0; times--)
                {
                    var result = await store.AppendAsync(taken, Stop);
                    var expected = await reference.AppendAsync(taken with { Sealed = null }, Stop);
                    Assert.Equal(expected.Records, result.Records);
                    Assert.Equal(expected.Duplicates, result.Duplicates);
                }
            }
        }

        var statistics = await store.ReadStatisticsAsync(Stop);
        Assert.Equal(await reference.ReadStatisticsAsync(Stop), statistics);
        Assert.True(statistics.Duplicate > 10 && statistics.Admitted > 100, "the schedule did not do what it is for");
        Assert.Equal(await TextsAsync(reference), await TextsAsync(store));
        Assert.Empty((await ahead.VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task Seals_of_another_store_are_not_taken()
    {
        var one = Archive;
        var other = await AnotherAsync();
        var page = one.Records.SealAhead(StoreFixture.Page([StoreFixture.Item("C1:1", "text")]));

        await other.Records.AppendAsync(page, Stop);

        Assert.Empty((await other.VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task Pages_that_are_sealed_and_never_appended_do_not_make_keys_without_end()
    {
        var page = StoreFixture.Page([.. Enumerable.Range(1, 1_000).Select(i => StoreFixture.Item($"C1:{i}", "text"))]);
        for (var i = 0; i < 300; i++)
        {
            Archive.Records.SealAhead(page);
        }

        var result = await Archive.Records.AppendAsync(page, Stop);

        Assert.Equal(1_000, result.Records.Count);
        Assert.InRange(Archive.ReadKeyPages().Sum(p => p.Length), 1, 8_000_000);
    }

    private static async Task<IEnumerable<(long, long, string, string)>> TextsAsync(IRecordStore store) =>
        (await store.ReadAfterAsync(0, int.MaxValue, Stop)).Select(r => (r.Sequence, r.LeafIndex, r.Source, r.Message.Text));
}
