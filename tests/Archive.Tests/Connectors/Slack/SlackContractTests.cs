using Archive.Connectors.Slack;
using Archive.Simulators.Slack;
using Archive.Simulators.Slack.Faults;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Slack;

public sealed class SlackDiscoveryContractTests : RawItemContract
{
    private protected override Task<SimulatedSource> StartAsync(SimulatorSettings settings) => SimulatedSlack.StartAsync(SlackApiKind.Discovery, settings, Cancellation);
}

public sealed class SlackWebContractTests : RawItemContract
{
    private protected override Task<SimulatedSource> StartAsync(SimulatorSettings settings) => SimulatedSlack.StartAsync(SlackApiKind.Web, settings, Cancellation);
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

    public static async Task<SimulatedSource> StartAsync(SlackApiKind api, SimulatorSettings settings, CancellationToken cancellationToken)
    {
        var options = new SlackSimulatorOptions { RateScale = 100_000 };
        if (settings.FaultSeed is { } seed)
        {
            options.Faults = FaultSchedule.Seeded(seed, 0.3);
            options.FaultDelay = TimeSpan.FromMilliseconds(1);
            options.RepeatBoundaryMessage = seed % 2 == 0;
        }

        return new SimulatedSlack(await SlackSimulator.StartAsync(Sample.Corpus, options, cancellationToken), api);
    }

    /// <remarks>The archive's clock has no part in what is read here.</remarks>
    public override LiveSource Open(int pageSize, int diesAt = 0, DateTimeOffset? now = null) =>
        new SlackSource(api, platform.BaseAddress, configure: o => o.PageSize = pageSize) { DiesAt = diesAt };

    public override ValueTask DisposeAsync() => platform.DisposeAsync();
}
