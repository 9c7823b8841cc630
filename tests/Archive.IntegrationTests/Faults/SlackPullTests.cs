using Archive.Connectors.Slack;
using Archive.Simulators.Slack;
using Archive.Simulators.Slack.Faults;
using Archive.Tests.Connectors;

namespace Archive.IntegrationTests.Faults;

public abstract class SlackPullContract(SlackApiKind api) : PullContract
{
    private static readonly FaultKind[] Outages =
        [FaultKind.ServerError, FaultKind.ConnectionReset, FaultKind.RateLimited, FaultKind.TruncatedJson, FaultKind.GarbledJson];

    private protected override Task<PlatformPull> StartAsync() => OpenAsync();

    private protected override Task<PlatformPull> StartInStormAsync(int seed) => OpenAsync(
        o =>
        {
            o.Faults = FaultSchedule.At(FaultDraw.Of(seed, 0.25, Enum.GetValues<FaultKind>(), outages: Outages));
            o.FaultHang = TimeSpan.FromMilliseconds(5);
            o.RepeatBoundaryMessage = seed % 2 == 0;
        },
        o => o.PageSize = seed % 3 == 0 ? 7 : 20);

    private protected override Task<PlatformPull> StartWithErrorsAsync(IEnumerable<int> requests) =>
        OpenAsync(o => o.Faults = FaultSchedule.At(requests.ToDictionary(n => n, _ => FaultKind.ServerError)));

    private protected override Task<PlatformPull> StartWithHangsAsync(IEnumerable<int> requests) => OpenAsync(
        o => o.Faults = FaultSchedule.At(requests.ToDictionary(n => n, _ => FaultKind.Hang)),
        o => (o.Http.AttemptTimeout, o.Http.FirstDelay) = (TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1)),
        TimeProvider.System);

    private async Task<PlatformPull> OpenAsync(Action<SlackSimulatorOptions>? platform = null, Action<SlackOptions>? connector = null, TimeProvider? time = null) =>
        await SlackPull.StartAsync(Corpus, api, platform, connector, time: time);
}

public sealed class SlackDiscoveryPullTests() : SlackPullContract(SlackApiKind.Discovery);

public sealed class SlackWebPullTests() : SlackPullContract(SlackApiKind.Web);
