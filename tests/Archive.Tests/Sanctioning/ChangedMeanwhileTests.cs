using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Tests.Completeness;
using Archive.Tests.Storage;

namespace Archive.Tests.Sanctioning;

/// <summary>The register changes between the gate and the append: a page on its way is decided again, and nothing is captured under a register that was replaced.</summary>
public sealed class ChangedMeanwhileTests : StoreContract
{
    private static readonly DateTimeOffset Sent = new(2026, 3, 4, 1, 0, 0, TimeSpan.Zero);
    private static readonly AccountsChanged TakenOut = new(RegisterOrigins.File, [], FakePlatform.Accounts, null);

    [Fact]
    public async Task Of_a_run()
    {
        var source = NewSource();
        ChangeBeforeAppend(source);

        await source.PullAsync();

        await AssertNothingIsCapturedAsync(refused: 1);
    }

    [Fact]
    public async Task Of_what_a_second_read_has_found_missing()
    {
        var source = NewSource(isDropped: true);
        await source.PullAsync();
        ChangeBeforeAppend(source);

        var report = await source.ConfirmAsync();

        Assert.Equal((1, 0), (report.Missing, report.Recovered));
        await AssertNothingIsCapturedAsync(refused: 1);
    }

    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());

    private static void ChangeBeforeAppend(ConfirmedSource source)
    {
        var left = 1;
        source.Records = records => BreakingProxy<IRecordStore>.Over(records, call =>
        {
            if (call == nameof(IRecordStore.AppendAsync) && Interlocked.Exchange(ref left, 0) == 1)
            {
                source.ChangeRegisterAsync(TakenOut).GetAwaiter().GetResult(); // in memory
            }
        });
    }

    private ConfirmedSource NewSource(bool isDropped = false)
    {
        FakeItem[] items = [new FakeItem("1", FakeKind.Kept, Sent, HasFile: false)];
        var platform = new FakePlatform(items, 1);
        platform.Dropped.UnionWith(isDropped ? items : []);
        return new ConfirmedSource(() => Archive.Services, platform, FakePlatform.Accounts);
    }

    private async Task AssertNothingIsCapturedAsync(long refused)
    {
        Assert.Equal(0, (await Archive.Records.ReadStatisticsAsync(Stop)).Records);
        var counts = (await Archive.Records.ReadIntakeAsync(FakePlatform.Name, Stop)).Where(c => c.Outcome == IntakeOutcome.Refused).ToList();
        Assert.Equal(nameof(SanctionReason.NotRegistered), Assert.Single(counts).Reason);
        Assert.Equal(refused, counts[0].Count);
    }
}
