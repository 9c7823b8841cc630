using Archive.Core.Completeness;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Completeness;

/// <summary>The proof: a platform whose faults are known, and statements that show exactly these.</summary>
public abstract class CompletenessContract : StoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly[] Days = [new(2026, 3, 2), new(2026, 3, 3), new(2026, 3, 4)];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task States_exactly_the_faults_of_the_platform(int seed)
    {
        var platform = Draw(seed);
        var source = new ConfirmedSource(() => Archive.Services, platform, FakePlatform.Accounts);
        await source.PullAsync();
        await source.PullAsync();

        await source.ConfirmAsync();
        var first = await source.StatementsAsync();

        Assert.Equal(Days, first.Keys.Order());
        foreach (var day in Days)
        {
            AssertArrivals(platform, first[day]);
            var read = first[day].SecondRead!;
            var items = platform.Items.Where(i => i.Day == day && i.Kind != FakeKind.Unreadable).ToList();
            long Of(FakeKind kind, bool dropped) => items.Count(i => i.Kind == kind && platform.Dropped.Contains(i) == dropped);
            Assert.Equal(items.Count, read.Expected);
            Assert.Equal(Of(FakeKind.Kept, dropped: false), read.Held);
            Assert.Equal(Of(FakeKind.Unredactable, dropped: false), read.Quarantined);
            Assert.Equal(Of(FakeKind.Refused, false) + Of(FakeKind.Refused, true), read.Refused.GetValueOrDefault(nameof(SanctionReason.NotRegistered)));
            Assert.Equal(Of(FakeKind.Withheld, false) + Of(FakeKind.Withheld, true), read.Withheld.GetValueOrDefault(nameof(SanctionReason.CounterpartyDeclined)));
            Assert.Equal(Of(FakeKind.Kept, true) + Of(FakeKind.Unredactable, true), read.Unexplained);
            Assert.Equal((0, 0, 0, 0), (read.Disposed, read.Discarded, read.Recovered, read.KeptOnlyHere));
            Assert.Equal(read.Unexplained > 0 ? DayState.Red : DayState.Closed, first[day].State);
            AssertSigned(first[day]);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_red_day_closes_when_the_next_second_read_finds_what_was_missing(int seed)
    {
        var platform = Draw(seed);
        var source = new ConfirmedSource(() => Archive.Services, platform, FakePlatform.Accounts);
        await source.PullAsync();
        await source.PullAsync();
        await source.ConfirmAsync();

        source.Clock.Advance(TimeSpan.FromDays(1)); // the day on which the unreadable ones came is over, too
        await source.PullAsync();
        await source.ConfirmAsync();
        var second = await source.StatementsAsync();

        Assert.All(second.Values, s => Assert.Equal(DayState.Closed, s.State));
        foreach (var day in Days)
        {
            AssertSigned(second[day]);
            var history = await source.HistoryAsync(day);
            var lost = platform.Dropped.Where(i => i.Day == day).ToList();
            var missing = lost.Count(i => i.Kind is FakeKind.Kept or FakeKind.Unredactable);
            Assert.Equal(missing > 0 ? 2 : 1, history.Count);
            Assert.Equal(lost.Count(i => i.Kind == FakeKind.Kept), second[day].SecondRead!.Recovered);
            Assert.Equal(platform.Items.Count(i => i.Day == day && i.Kind == FakeKind.Kept), second[day].SecondRead!.Held);
        }

        var ofArrival = second[new DateOnly(2026, 3, 5)].SecondRead!;
        Assert.Equal(platform.Items.Count(i => i.Kind == FakeKind.Unreadable), ofArrival.Quarantined);
        Assert.Equal(platform.Items.Count(i => i.Kind == FakeKind.Kept), (await Archive.Records.ReadStatisticsAsync(Stop)).Records);
        Assert.Equal(platform.Dropped.Count(i => i.HasFile && i.Kind is (FakeKind.Kept or FakeKind.Unredactable)), platform.FilesTaken);
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task What_is_taken_in_late_has_its_file_and_is_counted_as_admitted()
    {
        var platform = new FakePlatform([new FakeItem("1", FakeKind.Kept, Start.AddHours(1), HasFile: true), new FakeItem("2", FakeKind.Kept, Start.AddHours(2), true)], 1);
        platform.Dropped.Add(platform.Items[0]);
        var source = new ConfirmedSource(() => Archive.Services, platform, FakePlatform.Accounts);
        await source.PullAsync();

        var report = await source.ConfirmAsync();

        Assert.Equal((2, 1, 1), (report.Read, report.Missing, report.Recovered));
        var late = (await Archive.Records.ReadAfterAsync(0, 10, Stop)).Single(r => r.Message.NativeId == "1");
        Assert.Equal("a file"u8.ToArray(), await Archive.Records.ReadAttachmentAsync(late.Sequence, "F1", Stop));
        Assert.Equal(1, platform.FilesTaken);
        Assert.Contains(await Archive.Records.ReadIntakeAsync(FakePlatform.Name, Stop), c => c is { Outcome: IntakeOutcome.Admitted, Reason: ArrivalFigures.BySecondRead, Count: 1 });
        Assert.Equal("1", (await Archive.Records.ReadCursorAsync(FakePlatform.Name, Stop)).Find("run")); // the second read moved nothing
    }

    [Fact]
    public async Task What_the_platform_no_longer_gives_out_is_kept_only_here()
    {
        var platform = Draw(3);
        platform.Dropped.Clear();
        platform.Hidden.UnionWith(platform.Items.Where(i => i.Day == Days[1] && i.Kind == FakeKind.Kept && !platform.Repeated.Contains(i)).Take(4));
        var source = new ConfirmedSource(() => Archive.Services, platform, FakePlatform.Accounts);
        await source.PullAsync();
        await source.PullAsync();

        await source.ConfirmAsync();
        var statements = await source.StatementsAsync();

        Assert.Equal((DayState.Closed, 4L, 0L), (statements[Days[1]].State, statements[Days[1]].SecondRead!.KeptOnlyHere, statements[Days[0]].SecondRead!.KeptOnlyHere));
        Assert.Equal(platform.Items.Count(i => i.Day == Days[1] && i.Kind != FakeKind.Unreadable) - platform.Hidden.Count, statements[Days[1]].SecondRead!.Expected);
    }

    [Fact]
    public async Task A_day_without_a_message_is_stated_and_a_day_that_is_not_settled_is_not()
    {
        var platform = new FakePlatform([new FakeItem("1", FakeKind.Kept, Start.AddHours(1), false)], 1);
        var source = new ConfirmedSource(() => Archive.Services, platform, FakePlatform.Accounts);
        source.Clock.AdjustTime(new DateTimeOffset(2026, 3, 5, 0, 59, 0, TimeSpan.Zero));
        await source.PullAsync();

        await source.ConfirmAsync();
        var statements = await source.StatementsAsync();

        Assert.Equal([Days[0], Days[1]], statements.Keys.Order());
        Assert.Equal((DayState.Closed, 0L, 0L), (statements[Days[1]].State, statements[Days[1]].SecondRead!.Expected, statements[Days[1]].Arrivals.Received));
    }

    [Fact]
    public async Task A_day_that_no_run_has_read_to_its_end_is_not_read_twice()
    {
        var platform = Draw(1);
        var source = new ConfirmedSource(() => Archive.Services, platform, FakePlatform.Accounts);
        await source.PullAsync();
        source.ReadThrough = null;

        Assert.Equal(new ConfirmationReport(0, 0, 0, 0, 0, 0), await source.ConfirmAsync());
        source.ReadThrough = Start.AddDays(1).AddHours(2);
        var report = await source.ConfirmAsync();
        Assert.Equal(1, report.Closed + report.Red);
    }

    [Fact]
    public async Task A_day_that_leaves_the_window_unconfirmed_stays_so()
    {
        var platform = Draw(1);
        var source = new ConfirmedSource(() => Archive.Services, platform, FakePlatform.Accounts, TimeSpan.FromDays(5));
        await source.PullAsync();
        await source.PullAsync();
        await source.ConfirmAsync();
        var red = (await source.StatementsAsync()).Values.First(s => s.State == DayState.Red);

        source.Clock.SetUtcNow(DaySchedule.StartOf(red.Day).AddDays(5).AddSeconds(1));
        await source.PullAsync();
        await source.ConfirmAsync();
        source.Clock.Advance(TimeSpan.FromDays(1));
        await source.PullAsync();
        await source.ConfirmAsync();

        var history = await source.HistoryAsync(red.Day);
        Assert.Equal([DayState.Unconfirmed, DayState.Red], history.Select(s => s.State));
        Assert.Null(history[0].Note);
        Assert.Equal(red.SecondRead!.Unexplained, history[0].SecondRead!.Unexplained);
    }

    /// <summary>Second reads may fail from the first day on: what leaves the window meanwhile is accounted for.</summary>
    [Fact]
    public async Task Days_before_the_first_second_read_that_succeeds_are_not_forgotten()
    {
        var source = new ConfirmedSource(() => Archive.Services, Draw(1), FakePlatform.Accounts, TimeSpan.FromDays(5));
        await source.PullAsync();
        source.ReadThrough = null;
        await source.ConfirmAsync();
        var begun = await source.StatementsAsync();
        source.Clock.Advance(TimeSpan.FromDays(4));
        await source.PullAsync();

        await source.ConfirmAsync();
        var statements = await source.StatementsAsync();

        Assert.Equal((Days[0], DayState.Open, null), (Assert.Single(begun).Key, begun[Days[0]].State, begun[Days[0]].SecondRead));
        Assert.All(Days, day => Assert.Equal(DayState.Unconfirmed, statements[day].State));
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task The_calendar_of_a_source_that_is_gone_ends_with_its_last_day_and_leaves_none_open()
    {
        var source = new ConfirmedSource(() => Archive.Services, Draw(1), FakePlatform.Accounts);
        await source.PullAsync();
        source.ReadThrough = Start.AddDays(1).AddHours(2);
        await source.ConfirmAsync(); // the first day alone
        source.Clock.Advance(TimeSpan.FromDays(100));
        var (evidence, records) = (Archive.Services.GetRequiredService<IEvidenceLog>(), Archive.Services.GetRequiredService<IRecordStore>());
        using var statements = new DayStatements(evidence);

        async Task<IReadOnlyList<StatedDay>> ReadAsync(params ConfiguredSource[] sources) =>
            await new DayOverview(statements, records, new SourceCatalog(sources), new CompletenessOptions(), source.Clock).ReadAsync(FakePlatform.Name, null, null, Stop);
        var (there, gone) = (await ReadAsync(source.Source), await ReadAsync());

        Assert.Equal((DayState.Open, DaySchedule.DayOf(source.Clock.GetUtcNow())), (there[^1].State, there[^1].Day));
        Assert.Equal(there.Where(d => d.Now.Received > 0).Max(d => d.Day), gone[^1].Day);
        Assert.DoesNotContain(gone, d => d.State == DayState.Open);
        Assert.Equal(there[0].State, gone[0].State);
    }

    [Fact]
    public async Task A_day_that_was_never_read_twice_is_stated_all_the_same()
    {
        var platform = Draw(1);
        var source = new ConfirmedSource(() => Archive.Services, platform, FakePlatform.Accounts, TimeSpan.FromDays(5));
        await source.PullAsync();
        source.ReadThrough = Start.AddDays(1).AddHours(2);
        await source.ConfirmAsync(); // the first day alone
        source.Clock.Advance(TimeSpan.FromDays(3));

        var report = await source.ConfirmAsync();
        var second = (await source.StatementsAsync())[Days[1]];

        Assert.True(report.Unconfirmed > 0);
        Assert.Equal((DayState.Unconfirmed, null, null), (second.State, second.SecondRead, second.Note));
        Assert.Equal(platform.Items.Count(i => i.Day == Days[1] && i.Kind == FakeKind.Refused && !platform.Dropped.Contains(i) && !platform.Delayed.Contains(i)), second.Arrivals.Refused.Values.Sum());
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task A_death_at_any_write_loses_nothing_and_repeats_nothing()
    {
        for (var k = 1; ; k++)
        {
            var store = await AnotherAsync();
            var platform = Draw(5);
            var source = new ConfirmedSource(() => store.Services, platform, FakePlatform.Accounts);
            await source.PullAsync();
            await source.PullAsync();
            var writes = 0;
            void Count(string method)
            {
                if (method == "AppendAsync" && ++writes == k)
                {
                    throw new IOException("killed");
                }
            }

            source.Records = records => BreakingProxy<IRecordStore>.Over(records, Count);
            source.Log = log => BreakingProxy<IEvidenceLog>.Over(log, Count);
            var died = await Record.ExceptionAsync(source.ConfirmAsync);
            (source.Records, source.Log) = (records => records, log => log);
            await source.ConfirmAsync();
            await source.ConfirmAsync();

            var statements = await source.StatementsAsync();
            Assert.All(statements.Values, s => Assert.Equal(DayState.Closed, s.State));
            foreach (var day in Days)
            {
                var missing = platform.Dropped.Count(i => i.Day == day && i.Kind is (FakeKind.Kept or FakeKind.Unredactable));
                Assert.Equal(platform.Dropped.Count(i => i.Day == day && i.Kind == FakeKind.Kept), statements[day].SecondRead!.Recovered);
                Assert.Equal(missing > 0, (await source.HistoryAsync(day)).Any(s => s.State == DayState.Red));
                Assert.Equal(platform.Repeated.Count(i => i.Day == day && i.Kind == FakeKind.Kept), statements[day].Arrivals.Duplicate);
            }

            Assert.Equal(platform.Items.Count(i => i.Kind == FakeKind.Kept), (await store.Records.ReadStatisticsAsync(Stop)).Records);
            if (died is null)
            {
                Assert.True(k > Days.Length + 1, "the run wrote too little to be killed");
                return;
            }
        }
    }

    [Fact]
    public async Task Two_confirmations_at_once_take_in_each_message_once()
    {
        var platform = Draw(5);
        var source = new ConfirmedSource(() => Archive.Services, platform, FakePlatform.Accounts);
        var beside = new ConfirmedSource(() => Archive.Services, Draw(5), FakePlatform.Accounts);
        await source.PullAsync();
        await source.PullAsync();
        beside.ReadThrough = source.ReadThrough;

        await Task.WhenAll(Task.Run(source.ConfirmAsync), Task.Run(beside.ConfirmAsync));
        await source.ConfirmAsync();

        foreach (var (day, statement) in await source.StatementsAsync())
        {
            Assert.Equal(DayState.Closed, statement.State);
            Assert.Equal(platform.Dropped.Count(i => i.Day == day && i.Kind == FakeKind.Kept), statement.SecondRead!.Recovered);
        }

        Assert.Equal(platform.Items.Count(i => i.Kind == FakeKind.Kept), (await Archive.Records.ReadStatisticsAsync(Stop)).Records);
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Theory]
    [InlineData("\"held\":", "\"held\":1")]
    [InlineData("\"received\":", "\"received\":1")]
    [InlineData("\"state\":\"red\"", "\"state\":\"closed\"")]
    public async Task The_verifier_finds_a_statement_that_does_not_hold(string part, string forged)
    {
        var platform = Draw(5);
        var source = new ConfirmedSource(() => Archive.Services, platform, FakePlatform.Accounts);
        await source.PullAsync();
        await source.PullAsync();
        await source.ConfirmAsync();
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
        var entry = (await Archive.Log.ReadAsync([EvidenceKind.DayStated], null, 10, Stop)).First(e => e.Body.Contains(part, StringComparison.Ordinal));

        await Archive.Log.AppendAsync(entry with { Body = entry.Body.Replace(part, forged, StringComparison.Ordinal) }, Stop);

        Assert.Contains((await Archive.VerifyAsync(Stop)).Findings, f => f.What == "statement does not hold");
    }

    private static void AssertArrivals(FakePlatform platform, DayStatement statement)
    {
        var came = statement.Arrivals;
        var given = platform.Items.Except(platform.Dropped).Concat(platform.Repeated).Where(i => i.Day == statement.Day && i.Kind != FakeKind.Unreadable).ToList();
        long Of(FakeKind kind) => given.Count(i => i.Kind == kind);
        Assert.Equal(given.Count, came.Received);
        Assert.Equal(given.Where(i => i.Kind == FakeKind.Kept).Distinct().Count(), came.Admitted);
        Assert.Equal(platform.Repeated.Count(i => i.Day == statement.Day && i.Kind == FakeKind.Kept), came.Duplicate);
        Assert.Equal(Of(FakeKind.Unredactable), came.Quarantined);
        Assert.Equal(Of(FakeKind.Refused), came.Refused.Values.Sum());
        Assert.Equal(Of(FakeKind.Withheld), came.Withheld.Values.Sum());
    }

    private static void AssertSigned(DayStatement statement)
    {
        Assert.Equal(statement.State == DayState.Closed, statement.Note is not null);
        if (statement.Note is { } text)
        {
            var note = SignedNote.Parse(text);
            Assert.True(ConfirmedSource.Signer.Verifier.Verifies(note));
            Assert.Equal(StatementEncoding.ToText(statement), note.Text);
        }
    }

    /// <summary>Three days of messages of every kind, and what befalls them.</summary>
    internal static FakePlatform Draw(int seed)
    {
        var random = new Random(seed);
        var items = Enumerable.Range(1, 60).Select(i => new FakeItem(
            $"m{i}",
            random.Next(10) switch { 0 => FakeKind.Refused, 1 => FakeKind.Withheld, 2 => FakeKind.Unredactable, 3 when i % 2 == 0 => FakeKind.Unreadable, _ => FakeKind.Kept },
            Start.AddSeconds(random.Next(3 * 86_400)),
            random.Next(4) == 0)).ToList();
        var platform = new FakePlatform(items, seed);
        foreach (var item in items)
        {
            switch (random.Next(6))
            {
                case 0 when item.Kind != FakeKind.Unreadable:
                    platform.Dropped.Add(item);
                    break;
                case 1:
                    platform.Delayed.Add(item);
                    break;
                case 2 when item.Kind is FakeKind.Kept:
                    platform.Repeated.Add(item);
                    break;
            }
        }

        return platform;
    }
}
