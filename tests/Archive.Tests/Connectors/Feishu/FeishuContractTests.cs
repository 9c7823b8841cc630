using Archive.Simulators.Feishu;
using Archive.Simulators.Feishu.Faults;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Feishu;

public sealed class FeishuContractTests : RawItemContract
{
    private protected override Task<SimulatedSource> StartAsync(SimulatorSettings settings) => SimulatedFeishu.StartAsync(settings, Cancellation);

    private protected override Task<SimulatedSource> StartWithoutPermissionAsync() => SimulatedFeishu.StartAsync(new SimulatorSettings(), Cancellation, o =>
    {
        o.App = FeishuApp.Archive with { Scopes = [.. FeishuApp.Archive.Scopes.Where(s => s != FeishuScope.GroupMessages)] };
        o.WithoutGroupScope = GroupScopeRefusal.Nothing;
    });
}

internal sealed class SimulatedFeishu(FeishuSimulator platform) : SimulatedSource
{
    private static readonly SampleCorpus Sample = new();

    public override DateTimeOffset? ServedUntil
    {
        set => platform.ServedUntil = value;
    }

    public override int Faults => platform.FaultCounts.Values.Sum();

    public override IReadOnlyCollection<string> Expected =>
        [.. Sample.Corpus.Conversations.Where(c => c != Sample.Direct).SelectMany(platform.MessageIdsIn)];

    /// <summary>The first message of a thread, in its chat and in the thread.</summary>
    public override IEnumerable<string> ShownTwice(ReadRun run) => [platform.IdOf(Sample.Message("parent"))];

    public static async Task<SimulatedSource> StartAsync(
        SimulatorSettings settings, CancellationToken cancellationToken, Action<FeishuSimulatorOptions>? configure = null)
    {
        var options = new FeishuSimulatorOptions { ExtraOneIn = 4 };
        if (settings.FaultSeed is { } seed)
        {
            // A token that ends twice within one call is a wrong secret, and no weather.
            FaultKind[] kinds = [.. Enum.GetValues<FaultKind>().Where(k => k != FaultKind.Hang)];
            options.Faults = FaultSchedule.At(FaultDraw.Of(seed, 0.3, kinds, FaultKind.ExpiredToken));
            options.FaultDelay = TimeSpan.FromMilliseconds(1);
            options.ErrorStatus = seed % 2 == 0 ? 200 : 400;
            options.ThreadIncludesRoot = seed % 3 != 0;
            options.TimeBoundsInclusive = seed % 4 != 0;
        }

        configure?.Invoke(options);
        return new SimulatedFeishu(await FeishuSimulator.StartAsync(Sample.Corpus, options, cancellationToken));
    }

    public override LiveSource Open(int pageSize, int diesAt = 0, DateTimeOffset? now = null) =>
        new FeishuSource(platform.BaseAddress, configure: o => o.PageSize = pageSize, now: now) { DiesAt = diesAt };

    public override ValueTask DisposeAsync() => platform.DisposeAsync();
}
