using Archive.Core.Completeness;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Tests.Sanctioning;
using Archive.Tests.Storage;

namespace Archive.Tests.Completeness;

/// <summary>Days that are not closed while what was turned away may still come in.</summary>
public sealed class OpenDayTests : StoreContract
{
    private static readonly DateTimeOffset Sent = new(2026, 3, 4, 1, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = DateOnly.FromDateTime(Sent.UtcDateTime);
    private static readonly SourceScope Overdue = TestRegister.ScopeOf(FakePlatform.Name) with { ReviewBy = Sent };

    [Fact]
    public async Task What_was_refused_while_the_review_was_overdue_is_taken_in_after_it()
    {
        var source = NewSource([new FakeItem("1", FakeKind.Kept, Sent, HasFile: false)], null);
        await source.ChangeRegisterAsync(new ScopeAdopted(Overdue));
        await source.PullAsync();
        await source.ConfirmAsync();
        var before = await source.StatementsAsync();

        await source.ChangeRegisterAsync(new ScopeAdopted(TestRegister.ScopeOf(FakePlatform.Name)));
        var report = await source.ConfirmAsync();
        await source.ConfirmAsync();
        var after = (await source.StatementsAsync())[Day];

        Assert.Equal((DayState.Open, 1L, null), (before[Day].State, before[Day].SecondRead!.Refused[nameof(SanctionReason.ReviewOverdue)], before[Day].Note));
        Assert.Equal((1, 1), (report.Missing, report.Recovered));
        Assert.Equal((DayState.Closed, 1L, 1L), (after.State, after.SecondRead!.Held, after.SecondRead.Recovered));
        Assert.Equal(1, (await Archive.Records.ReadStatisticsAsync(Stop)).Records);
    }

    [Fact]
    public async Task The_last_read_within_the_window_closes_the_day_with_what_was_refused()
    {
        var source = NewSource([new FakeItem("1", FakeKind.Kept, Sent, HasFile: false)], TimeSpan.FromDays(5));
        await source.ChangeRegisterAsync(new ScopeAdopted(Overdue));
        for (var i = 0; i < 4; i++)
        {
            Assert.True((await source.StatementsAsync()).GetValueOrDefault(Day) is not { IsFinal: true });
            await source.PullAsync();
            await source.ConfirmAsync();
            source.Clock.Advance(TimeSpan.FromDays(1));
        }

        var last = (await source.StatementsAsync())[Day];

        Assert.Equal((DayState.Closed, 1L), (last.State, last.SecondRead!.Refused[nameof(SanctionReason.ReviewOverdue)]));
    }

    [Fact]
    public async Task A_day_waits_for_what_is_missing_and_cannot_be_read()
    {
        var unreadable = new FakeItem("2", FakeKind.Unreadable, Sent, HasFile: false);
        var source = NewSource([new FakeItem("1", FakeKind.Kept, Sent, HasFile: false), unreadable], null, unreadable);
        await source.PullAsync();

        var report = await source.ConfirmAsync();
        var before = await source.StatementsAsync();
        await source.ConfirmAsync();

        Assert.Equal(1, report.Missing);
        Assert.Equal(DayState.Open, before[Day].State);
        Assert.Equal(DayState.Closed, (await source.StatementsAsync())[Day].State);
        Assert.Equal(1, (await Archive.Records.ReadStatisticsAsync(Stop)).Quarantined);
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    /// <summary>Nothing at all is kept of a source without a scope in force, also not encrypted; a day waits for it as for any other message.</summary>
    [Fact]
    public async Task What_cannot_be_read_is_not_kept_before_there_is_a_scope()
    {
        var source = NewSource([new FakeItem("1", FakeKind.Unreadable, Sent, HasFile: false)], null);
        await source.ChangeRegisterAsync(new ScopeAdopted(Overdue));
        await source.PullAsync();
        source.Clock.Advance(TimeSpan.FromDays(1));
        await source.PullAsync();
        await source.ConfirmAsync();
        await source.ConfirmAsync();
        var before = await Archive.Records.ReadStatisticsAsync(Stop);
        var refused = (await Archive.Records.ReadIntakeAsync(FakePlatform.Name, Stop)).Where(c => c.Outcome == IntakeOutcome.Refused).ToList();

        await source.ChangeRegisterAsync(new ScopeAdopted(TestRegister.ScopeOf(FakePlatform.Name)));
        await source.ConfirmAsync();

        Assert.Equal((1, 0), (before.Received, before.Quarantined));
        Assert.Equal((nameof(SanctionReason.ReviewOverdue), 1L), (Assert.Single(refused).Reason, refused[0].Count));
        Assert.Equal(1, (await Archive.Records.ReadStatisticsAsync(Stop)).Quarantined);
    }

    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());

    private ConfirmedSource NewSource(FakeItem[] items, TimeSpan? window, params FakeItem[] dropped)
    {
        var platform = new FakePlatform(items, 1);
        platform.Dropped.UnionWith(dropped);
        return new ConfirmedSource(() => Archive.Services, platform, FakePlatform.Accounts, window);
    }
}
