using Archive.Connectors.Slack;
using Archive.Core.Messages;
using Archive.Simulators.Slack;
using Archive.Simulators.Slack.Faults;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Slack;

public sealed class SlackDiscoveryContractTests : RawItemContract
{
    private protected override Task<SimulatedSource> StartAsync(SimulatorSettings settings) => SimulatedSlack.StartAsync(SlackApiKind.Discovery, settings, Cancellation);

    private protected override Task<SimulatedSource> StartWithoutPermissionAsync() => SimulatedSlack.StartAsync(
        SlackApiKind.Discovery, new SimulatorSettings(), Cancellation, o => o.Tokens = [SlackToken.Discovery with { Scopes = ["users:read"] }]);
}

public sealed class SlackWebContractTests : RawItemContract
{
    private protected override Task<SimulatedSource> StartAsync(SimulatorSettings settings) => SimulatedSlack.StartAsync(SlackApiKind.Web, settings, Cancellation);

    /// <summary>The app may read, and is in no conversation: none is made yet.</summary>
    private protected override Task<SimulatedSource> StartWithoutPermissionAsync() =>
        SimulatedSlack.StartAsync(SlackApiKind.Web, new SimulatorSettings(), Cancellation, o => o.ServedUntil = SampleCorpus.Start.AddDays(-2));
}

internal sealed class SimulatedSlack(SlackSimulator platform, SlackApiKind api) : SimulatedSource
{
    private static readonly SampleCorpus Sample = new();

    public override DateTimeOffset? ServedUntil
    {
        set => platform.ServedUntil = value;
    }

    public override int Faults => platform.FaultCounts.Values.Sum();

    public override IReadOnlyCollection<string> Expected =>
    [
        .. Sample.Corpus.Messages.Where(m => api == SlackApiKind.Discovery || m.ConversationId is "general" or "desk")
            .Where(m => api == SlackApiKind.Discovery || m.RecalledAt is null || m.Id == "stone")
            .Select(m => $"{platform.IdOf(Sample.Corpus.Conversations.Single(c => c.Id == m.ConversationId))}:{platform.IdOf(m)}"),
    ];

    /// <summary>The last edit of a message, in the history and among the edits; or a reply that was sent to the channel, too, in its history and in the thread.</summary>
    public override IEnumerable<string> ShownTwice(ReadRun run) => run.Items
        .Where(i => api == SlackApiKind.Discovery ? i.Message?.Kind == MessageKind.Edit : i.Message?.NativeType == "thread_broadcast").Select(i => i.NativeId);

    public static async Task<SimulatedSource> StartAsync(
        SlackApiKind api, SimulatorSettings settings, CancellationToken cancellationToken, Action<SlackSimulatorOptions>? configure = null)
    {
        var options = new SlackSimulatorOptions { RateScale = 100_000, RepeatBoundaryMessage = false };
        if (settings.FaultSeed is { } seed)
        {
            options.Faults = FaultSchedule.Seeded(seed, 0.3);
            options.FaultDelay = TimeSpan.FromMilliseconds(1);
            options.RepeatBoundaryMessage = seed % 2 == 0;
        }

        configure?.Invoke(options);
        return new SimulatedSlack(await SlackSimulator.StartAsync(Sample.Corpus, options, cancellationToken), api);
    }

    /// <remarks>The archive's clock has no part in what is read here.</remarks>
    public override LiveSource Open(int pageSize, int diesAt = 0, DateTimeOffset? now = null) =>
        new SlackSource(api, platform.BaseAddress, configure: o => o.PageSize = pageSize) { DiesAt = diesAt };

    public override ValueTask DisposeAsync() => platform.DisposeAsync();
}
