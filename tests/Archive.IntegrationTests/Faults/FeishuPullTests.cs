using Archive.Connectors.Feishu;
using Archive.Simulators.Feishu;
using Archive.Simulators.Feishu.Faults;
using Archive.Tests.Connectors;

namespace Archive.IntegrationTests.Faults;

public sealed class FeishuPullTests : PullContract
{
    private static readonly FaultKind[] Outages =
        [FaultKind.ServerError, FaultKind.ConnectionReset, FaultKind.RateLimited, FaultKind.RateLimitedOldForm, FaultKind.TruncatedJson, FaultKind.GarbledJson];

    private protected override Task<PlatformPull> StartAsync() => OpenAsync();

    private protected override Task<PlatformPull> StartInStormAsync(int seed) => OpenAsync(
        o =>
        {
            // A token that ends twice within one call is a wrong secret, and no weather.
            o.Faults = FaultSchedule.At(FaultDraw.Of(seed, 0.25, Enum.GetValues<FaultKind>(), FaultKind.ExpiredToken, Outages));
            o.FaultHang = TimeSpan.FromMilliseconds(5);
            o.ErrorStatus = seed % 2 == 0 ? 200 : 400;
        },
        o => o.PageSize = seed % 3 == 0 ? 7 : 20);

    private protected override Task<PlatformPull> StartWithErrorsAsync(IEnumerable<int> requests) =>
        OpenAsync(o => o.Faults = FaultSchedule.At(requests.ToDictionary(n => n, _ => FaultKind.ServerError)));

    private protected override Task<PlatformPull> StartWithHangsAsync(IEnumerable<int> requests) => OpenAsync(
        o => o.Faults = FaultSchedule.At(requests.ToDictionary(n => n, _ => FaultKind.Hang)),
        o => (o.Http.AttemptTimeout, o.Http.FirstDelay) = (TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1)),
        TimeProvider.System);

    private static async Task<PlatformPull> OpenAsync(
        Action<FeishuSimulatorOptions>? platform = null, Action<FeishuOptions>? connector = null, TimeProvider? time = null) =>
        await FeishuPull.StartAsync(Corpus, platform, connector, time: time);
}
