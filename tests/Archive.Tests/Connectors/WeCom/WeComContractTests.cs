using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Faults;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.WeCom;

public sealed class WeComContractTests : RawItemContract
{
    private protected override Task<SimulatedSource> StartAsync(SimulatorSettings settings) => SimulatedWeCom.StartAsync(settings, Cancellation);

    private protected override Task<SimulatedSource> StartWithoutPermissionAsync() => SimulatedWeCom.StartAsync(new SimulatorSettings(), Cancellation, o => o.Seats = 0);
}

internal sealed class SimulatedWeCom(WeComSimulator platform) : SimulatedSource
{
    private static readonly SampleCorpus Sample = new();
    private static readonly WeComKey[] Keys =
    [
        WeComKey.Generate(3, DateTimeOffset.MinValue), WeComKey.Generate(4, SampleCorpus.Start.AddHours(2)), WeComKey.Generate(5, SampleCorpus.Start.AddDays(2)),
    ];

    public override DateTimeOffset? ServedUntil
    {
        set => platform.ServedUntil = value;
    }

    public override int Faults => platform.FaultCounts.Values.Sum() + platform.StreamFaultCounts.Values.Sum();

    public override IReadOnlyCollection<string> Expected => platform.MessageIds;

    public static async Task<SimulatedSource> StartAsync(
        SimulatorSettings settings, CancellationToken cancellationToken, Action<WeComSimulatorOptions>? configure = null)
    {
        var options = new WeComSimulatorOptions { ExtraOneIn = 3, Keys = Keys };
        if (settings.FaultSeed is { } seed)
        {
            // A token that ends twice within one call is a wrong secret, and no weather. A limit that is reached may end a run.
            FaultKind[] never = [FaultKind.Hang, FaultKind.InvalidToken, FaultKind.RateLimited, FaultKind.TooManyAtOnce];
            FaultKind[] http = [.. Enum.GetValues<FaultKind>().Where(k => k < FaultKind.SdkNetwork && !never.Contains(k))];
            FaultKind[] sdk = [FaultKind.SdkNetwork, FaultKind.SdkParse, FaultKind.SdkSystemCall, FaultKind.SdkBusy, FaultKind.SdkCrash, FaultKind.SdkGarbage, FaultKind.SdkLeak];
            options.Faults = FaultSchedule.At(FaultDraw.Of(seed, 0.3, http, FaultKind.ExpiredToken));
            options.SdkFaults = FaultSchedule.At(FaultDraw.Of(seed, 0.2, sdk));
            options.DecryptFaults = FaultSchedule.At(FaultDraw.Of(seed, 0.01, [FaultKind.SdkDecrypt, FaultKind.SdkCrash, FaultKind.SdkGarbage], FaultKind.SdkDecrypt));
            options.StreamFaults = StreamFaultSchedule.Seeded(seed, 0.1);
            options.FaultDelay = TimeSpan.FromMilliseconds(1);
        }

        configure?.Invoke(options);
        return new SimulatedWeCom(await WeComSimulator.StartAsync(Sample.Corpus, options, cancellationToken));
    }

    public override LiveSource Open(int pageSize, int diesAt = 0, DateTimeOffset? now = null) =>
        new WeComSource(platform, o => o.PageSize = pageSize, now) { DiesAt = diesAt };

    public override ValueTask DisposeAsync() => platform.DisposeAsync();
}
