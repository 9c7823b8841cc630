using Archive.Connectors.Feishu;
using Archive.IntegrationTests.Pipeline;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Simulators.Feishu.Faults;
using Archive.Tests.Connectors;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Faults;

internal sealed class FeishuPull : PlatformPull
{
    private const string Source = "feishu";

    private FeishuPull(FeishuSimulator platform, TestArchive archive)
        : base(archive) => Platform = platform;

    public FeishuSimulator Platform { get; }

    public override int Faults => Platform.FaultCounts.Values.Sum();

    public override int Hangs => Platform.FaultCounts.GetValueOrDefault(FaultKind.Hang);

    public static async Task<FeishuPull> StartAsync(
        Corpus corpus,
        Action<FeishuSimulatorOptions>? platform = null,
        Action<FeishuOptions>? connector = null,
        Action<IServiceCollection>? services = null,
        TimeProvider? time = null)
    {
        var options = new FeishuSimulatorOptions { FaultDelay = TimeSpan.FromMilliseconds(1) };
        platform?.Invoke(options);
        var simulator = await FeishuSimulator.StartAsync(corpus, options, TestContext.Current.CancellationToken);
        var clock = time ?? new ImpatientTime(new FeishuOptions().Http.AttemptTimeout);
        var archive = TestArchive.Create(Register(Source, corpus, simulator.IdOf), s =>
        {
            s.AddSingleton(clock);
            s.AddFeishuConnector(o =>
            {
                o.Source = Source;
                o.AppId = FeishuApp.Archive.AppId;
                o.AppSecret = FeishuApp.Archive.AppSecret;
                o.BaseUrl = simulator.BaseAddress;
                o.RequestsPerSecond = 10_000;
                o.PageSize = 20;
                connector?.Invoke(o);
            });
            services?.Invoke(s);
        });
        return new FeishuPull(simulator, archive);
    }

    protected override ValueTask StopAsync() => Platform.DisposeAsync();
}
