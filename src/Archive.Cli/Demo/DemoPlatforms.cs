using Archive.Connectors.Feishu;
using Archive.Connectors.Slack;
using Archive.Connectors.WeCom;
using Archive.Connectors.WeCom.Sdk;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Simulators.Slack;
using Archive.Simulators.WeCom;

namespace Archive.Cli.Demo;

/// <summary>The simulated platforms of a demo, from their start to their end.</summary>
internal sealed class DemoPlatforms : IAsyncDisposable
{
    /// <summary>The simulated platform answers this many times as often as the real one allows, so that a demo takes seconds and not an hour.</summary>
    private const double RateScale = 10_000;

    private readonly List<IAsyncDisposable> _running = [];
    private readonly List<DemoSource> _sources = [];

    private DemoPlatforms()
    {
    }

    /// <summary>In the order in which they are loaded. It decides the order of the evidence log, so it never changes.</summary>
    public IReadOnlyList<DemoSource> Sources => _sources;

    /// <summary>Speaks as WeCom's library does; nothing where nobody is on WeCom.</summary>
    public ISdkLauncher Sdk { get; private set; } = new InProcessSdkLauncher((_, _, _) => Task.CompletedTask);

    /// <param name="privateKey">That messages on WeCom are sealed for; null for a new one.</param>
    public static async Task<DemoPlatforms> StartAsync(Corpus corpus, string? privateKey, CancellationToken cancellationToken)
    {
        var platforms = new DemoPlatforms();
        try
        {
            await platforms.StartAsync(DemoDivision.Of(corpus), privateKey, cancellationToken);
            return platforms;
        }
        catch
        {
            await platforms.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var simulator in _running)
        {
            await simulator.DisposeAsync();
        }
    }

    /// <summary>Without messages that the corpus does not have: the demo holds as many as it was asked for.</summary>
    private async Task StartAsync(DemoDivision division, string? privateKey, CancellationToken cancellationToken)
    {
        var slack = await SlackSimulator.StartAsync(
            division.Slack, new SlackSimulatorOptions { RateScale = RateScale, RelativeFileLinks = true }, cancellationToken);
        Add(slack, Of(slack, division.Slack));
        if (division.Feishu is { } onFeishu)
        {
            var feishu = await FeishuSimulator.StartAsync(onFeishu, new FeishuSimulatorOptions { ExtraOneIn = 0 }, cancellationToken);
            Add(feishu, Of(feishu, onFeishu));
        }

        if (division.WeCom is { } onWeCom)
        {
            var key = privateKey is null ? WeComKey.Generate(1, DateTimeOffset.MinValue) : WeComKey.FromPem(1, DateTimeOffset.MinValue, privateKey);
            var options = new WeComSimulatorOptions { Keys = [key], ExtraOneIn = 0, ControlOneIn = 0 };
            var wecom = await WeComSimulator.StartAsync(onWeCom, options, cancellationToken);
            Sdk = new InProcessSdkLauncher(wecom.ServeSdkAsync);
            Add(wecom, Of(wecom, options, onWeCom) with { PrivateKey = key.Pkcs8Pem });
        }
    }

    private void Add(IAsyncDisposable simulator, DemoSource source)
    {
        _running.Add(simulator);
        _sources.Add(source);
    }

    private static DemoSource Of(SlackSimulator simulator, Corpus corpus) => new(
        "slack",
        "Slack",
        corpus,
        simulator.BaseAddress,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["api"] = "discovery",
            ["token"] = SlackToken.Discovery.Value,
            ["departmentField"] = SlackSimulator.DepartmentField,
            ["managerField"] = SlackSimulator.ManagerField,
        },
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

    private static DemoSource Of(WeComSimulator simulator, WeComSimulatorOptions options, Corpus corpus) => new(
        "wecom",
        "WeCom",
        corpus,
        simulator.BaseAddress,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["corpId"] = options.CorpId,
            ["secret"] = options.ArchiveSecret,
            ["contactSecret"] = options.ContactSecret,
            ["customerSecret"] = options.ContactSecret,
        },
        simulator.IdOf,
        WeComConnector.HasReadAll);
}
