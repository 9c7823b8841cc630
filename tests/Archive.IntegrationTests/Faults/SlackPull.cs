using Archive.Connectors.Slack;
using Archive.IntegrationTests.Pipeline;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Archive.Simulators.Slack.Faults;
using Archive.Tests.Connectors;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Faults;

internal sealed class SlackPull : PlatformPull
{
    private const string Source = "slack";

    private SlackPull(SlackSimulator platform, TestArchive archive)
        : base(archive) => Platform = platform;

    public SlackSimulator Platform { get; }

    public override int Faults => Platform.FaultCounts.Values.Sum();

    public override int Hangs => Platform.FaultCounts.GetValueOrDefault(FaultKind.Hang);

    public static async Task<SlackPull> StartAsync(
        Corpus corpus,
        SlackApiKind api,
        Action<SlackSimulatorOptions>? platform = null,
        Action<SlackOptions>? connector = null,
        Action<IServiceCollection>? services = null,
        TimeProvider? time = null)
    {
        var options = new SlackSimulatorOptions { RateScale = 100_000, FaultDelay = TimeSpan.FromMilliseconds(1) };
        platform?.Invoke(options);
        var simulator = await SlackSimulator.StartAsync(corpus, options, TestContext.Current.CancellationToken);
        var clock = time ?? new ImpatientTime(new SlackOptions().Http.AttemptTimeout);
        var archive = TestArchive.Create(Register(Source, corpus, simulator.IdOf), s =>
        {
            s.AddSingleton(clock);
            s.AddSlackConnector(o =>
            {
                o.Source = Source;
                o.Token = (api == SlackApiKind.Discovery ? SlackToken.Discovery : SlackToken.Web).Value;
                o.BaseUrl = simulator.BaseAddress;
                o.Api = api;
                o.RequestsPerSecond = 10_000;
                o.PageSize = 20;
                connector?.Invoke(o);
            });
            services?.Invoke(s);
        });
        return new SlackPull(simulator, archive);
    }

    protected override ValueTask StopAsync() => Platform.DisposeAsync();
}
