using Archive.Connectors.WeCom;
using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Faults;
using Archive.Tests.Connectors;

namespace Archive.IntegrationTests.Faults;

public sealed class WeComPullTests : PullContract
{
    private static readonly FaultKind[] Http = [.. Enum.GetValues<FaultKind>().Where(k => k < FaultKind.SdkNetwork && k != FaultKind.InvalidToken)];
    private static readonly FaultKind[] Sdk =
        [FaultKind.SdkNetwork, FaultKind.SdkParse, FaultKind.SdkSystemCall, FaultKind.SdkBusy, FaultKind.SdkRateLimited, FaultKind.SdkCrash, FaultKind.SdkGarbage, FaultKind.SdkLeak];

    private static readonly FaultKind[] Outages = [FaultKind.SdkNetwork, FaultKind.SdkBusy, FaultKind.SdkCrash, FaultKind.SdkGarbage];

    private protected override Task<PlatformPull> StartAsync() => OpenAsync();

    private protected override Task<PlatformPull> StartInStormAsync(int seed) => OpenAsync(
        o =>
        {
            // A token that ends twice within one call is a wrong secret, and no weather.
            o.Faults = FaultSchedule.At(FaultDraw.Of(seed, 0.25, Http, FaultKind.ExpiredToken));
            o.SdkFaults = FaultSchedule.At(FaultDraw.Of(seed, 0.25, Sdk, outages: Outages));
            o.StreamFaults = StreamFaultSchedule.Seeded(seed, 0.1);
            o.FaultHang = TimeSpan.FromMilliseconds(5);
        },
        o => o.PageSize = seed % 3 == 0 ? 3 : 5);

    private protected override Task<PlatformPull> StartWithErrorsAsync(IEnumerable<int> requests) => OpenAsync(
        o => o.SdkFaults = FaultSchedule.At(requests.Select(n => n - 45).ToDictionary(n => n, _ => FaultKind.SdkBusy)), o => o.PageSize = 5);

    private protected override Task<PlatformPull> StartWithHangsAsync(IEnumerable<int> requests) => OpenAsync(
        o =>
        {
            o.Faults = FaultSchedule.At(requests.Take(1).ToDictionary(n => n, _ => FaultKind.Hang));
            o.SdkFaults = FaultSchedule.At(requests.Skip(1).ToDictionary(_ => 2, _ => FaultKind.SdkHang));
        },
        o => (o.Http.AttemptTimeout, o.Http.FirstDelay, o.CallTimeoutSeconds) = (TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1), 1),
        TimeProvider.System);

    private static async Task<PlatformPull> OpenAsync(Action<WeComSimulatorOptions>? platform = null, Action<WeComOptions>? connector = null, TimeProvider? time = null) =>
        await WeComPull.StartAsync(Corpus, platform, (o, _) => connector?.Invoke(o), time);
}
