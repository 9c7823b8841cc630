using Archive.Connectors.Feishu;
using Archive.Connectors.Slack;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Simulators.Slack;

namespace Archive.Cli.Demo;

/// <summary>The simulated platforms of a demo, from their start to their end.</summary>
internal sealed class DemoPlatforms : IAsyncDisposable
{
    /// <summary>The simulated platform answers this many times as often as the real one allows, so that a demo takes seconds and not an hour.</summary>
    private const double RateScale = 10_000;

    private readonly SlackSimulator _slack;
    private readonly FeishuSimulator? _feishu;

    private DemoPlatforms(SlackSimulator slack, Corpus onSlack, FeishuSimulator? feishu, Corpus? onFeishu)
    {
        _slack = slack;
        _feishu = feishu;
        Sources = feishu is null || onFeishu is null ? [Of(slack, onSlack)] : [Of(slack, onSlack), Of(feishu, onFeishu)];
    }

    /// <summary>In the order in which they are loaded. It decides the order of the evidence log, so it never changes.</summary>
    public IReadOnlyList<DemoSource> Sources { get; }

    public static async Task<DemoPlatforms> StartAsync(Corpus corpus, CancellationToken cancellationToken)
    {
        var (onSlack, onFeishu) = DemoDivision.Of(corpus);
        var slack = await SlackSimulator.StartAsync(onSlack, new SlackSimulatorOptions { RateScale = RateScale, RelativeFileLinks = true }, cancellationToken);
        try
        {
            // Without messages that the corpus does not have: the demo holds as many as it was asked for.
            var feishu = onFeishu is null ? null
                : await FeishuSimulator.StartAsync(onFeishu, new FeishuSimulatorOptions { ExtraOneIn = 0 }, cancellationToken);
            return new DemoPlatforms(slack, onSlack, feishu, onFeishu);
        }
        catch
        {
            await slack.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_feishu is not null)
        {
            await _feishu.DisposeAsync();
        }

        await _slack.DisposeAsync();
    }

    private static DemoSource Of(SlackSimulator simulator, Corpus corpus) => new(
        "slack",
        "Slack",
        corpus,
        simulator.BaseAddress,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["api"] = "discovery", ["token"] = SlackToken.Discovery.Value },
        simulator.IdOf,
        SlackConnector.HasReadAll);

    private static DemoSource Of(FeishuSimulator simulator, Corpus corpus) => new(
        "feishu",
        "Feishu",
        corpus,
        simulator.BaseAddress,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["appId"] = FeishuApp.Archive.AppId, ["appSecret"] = FeishuApp.Archive.AppSecret },
        simulator.IdOf,
        FeishuConnector.HasReadAll);
}
