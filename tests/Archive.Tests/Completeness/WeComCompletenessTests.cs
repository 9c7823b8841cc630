using Archive.Core.Completeness;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Faults;
using Archive.Tests.Connectors;
using Archive.Tests.Connectors.WeCom;
using Archive.Tests.Simulators.Slack;
using Archive.Tests.Storage;

namespace Archive.Tests.Completeness;

/// <summary>The proof through a simulated platform and its connector: the statements show what has befallen the stream.</summary>
public sealed class WeComCompletenessTests : IDisposable
{
    private static readonly SampleCorpus Sample = new();
    private static readonly WeComKey[] Keys = [WeComKey.Generate(3, DateTimeOffset.MinValue)];

    private readonly ArchiveFixture _store = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Repeated_reordered_and_delayed_messages_leave_nothing_unexplained(int seed)
    {
        await using var platform = await StartAsync(StreamFaultSchedule.Seeded(seed, 0.4, Enum.GetValues<StreamFaultKind>()));
        using var live = new WeComSource(platform);
        var source = await OpenAsync(platform, live);
        platform.ServedUntil = SampleCorpus.Start.AddHours(26);
        await source.PullAsync();
        platform.ServedUntil = null;
        await source.PullAsync();

        await source.ConfirmAsync();
        var statements = (await source.StatementsAsync()).Values;

        Assert.All(statements, s => Assert.Equal(DayState.Closed, s.State));
        Assert.All(Enum.GetValues<StreamFaultKind>(), kind => Assert.True(platform.StreamFaultCounts.GetValueOrDefault(kind) > 0, kind.ToString()));
        Assert.Equal(platform.StreamFaultCounts[StreamFaultKind.Duplicated], statements.Sum(s => s.Arrivals.Duplicate));
        Assert.Equal(platform.MessageIds.Count, statements.Sum(s => s.SecondRead!.Expected));
        Assert.Equal(platform.MessageIds.Count, statements.Sum(s => s.SecondRead!.Held));
        Assert.Equal(platform.MessageIds.Count, statements.Sum(s => s.Arrivals.Admitted));
        Assert.Equal((0, 0), (statements.Sum(s => s.SecondRead!.KeptOnlyHere), statements.Sum(s => s.SecondRead!.Unexplained)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Messages_that_were_held_back_are_unexplained_until_they_are_here(int seed)
    {
        await using var holding = await StartAsync(StreamFaultSchedule.Seeded(seed, 0.3, StreamFaultKind.Dropped));
        await using var whole = await StartAsync(StreamFaultSchedule.None);
        using var first = new WeComSource(holding);
        using var second = new WeComSource(whole);
        var pulled = await OpenAsync(whole, first);
        var confirmed = await OpenAsync(whole, second);
        await pulled.PullAsync();
        confirmed.ReadThrough = pulled.ReadThrough;
        var heldBack = holding.HeldBackIds;

        await confirmed.ConfirmAsync();
        var red = await confirmed.StatementsAsync();
        await confirmed.ConfirmAsync();
        var closed = await confirmed.StatementsAsync();

        Assert.NotEmpty(heldBack);
        Assert.Equal(heldBack.Count, red.Values.Sum(s => s.SecondRead!.Unexplained));
        Assert.Equal(red.Values.Where(s => s.SecondRead!.Unexplained > 0).Select(s => s.Day), red.Values.Where(s => s.State == DayState.Red).Select(s => s.Day));
        Assert.All(closed.Values, s => Assert.Equal(DayState.Closed, s.State));
        Assert.Equal(heldBack.Count, closed.Values.Sum(s => s.SecondRead!.Recovered));
        var stored = (await _store.Records.ReadAfterAsync(0, int.MaxValue, Stop)).ToDictionary(r => r.Message.NativeId);
        Assert.Equal(whole.MessageIds.Order(), stored.Keys.Order());
        var late = heldBack.SelectMany(id => stored[id].Message.Attachments).ToList();
        Assert.DoesNotContain(late, a => a.State == AttachmentState.NotTaken && a.Reason == "Not asked for by this read.");
    }

    [Fact]
    public async Task Messages_that_the_platform_takes_back_are_kept_only_here()
    {
        await using var whole = await StartAsync(StreamFaultSchedule.None);
        await using var holding = await StartAsync(StreamFaultSchedule.Seeded(1, 0.3, StreamFaultKind.Dropped));
        using var first = new WeComSource(whole);
        using var second = new WeComSource(holding);
        var pulled = await OpenAsync(whole, first);
        var confirmed = await OpenAsync(whole, second);
        await pulled.PullAsync();
        confirmed.ReadThrough = pulled.ReadThrough;

        await confirmed.ConfirmAsync();
        var statements = (await confirmed.StatementsAsync()).Values;

        Assert.All(statements, s => Assert.Equal(DayState.Closed, s.State));
        Assert.Equal(holding.HeldBackIds.Count, statements.Sum(s => s.SecondRead!.KeptOnlyHere));
        Assert.Equal(holding.MessageIds.Count, statements.Sum(s => s.SecondRead!.Expected));
    }

    public void Dispose() => _store.Dispose();

    private static Task<WeComSimulator> StartAsync(StreamFaultSchedule faults) =>
        WeComSimulator.StartAsync(Sample.Corpus, new WeComSimulatorOptions { Keys = Keys, StreamFaults = faults }, Stop);

    /// <summary>Everybody who says something is sanctioned.</summary>
    private async Task<ConfirmedSource> OpenAsync(WeComSimulator platform, WeComSource live)
    {
        using var probe = new WeComSource(platform);
        var run = new ReadRun();
        Assert.Null(await run.GoAsync(probe.Connector, Stop));
        var people = run.Items.Select(i => i.Message).OfType<ChatMessage>().SelectMany(m => m.Conversation.Members.Append(m.Sender))
            .Where(p => p.Kind == ParticipantKind.Member).Select(p => p.Id).Distinct();
        var source = new ConfirmedSource(() => _store.Services, (IConfirmingConnector)live.Connector, [.. people.Select(id => new RegisteredAccount(
            "harbor", id, id, id, null, DateTimeOffset.UnixEpoch, null, "notice@1", DateTimeOffset.UnixEpoch, AccountStanding.Sanctioned))]);
        source.Clock.AdjustTime(SampleCorpus.Today.AddDays(1));
        return source;
    }
}
