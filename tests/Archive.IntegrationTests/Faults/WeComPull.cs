using Archive.Connectors.WeCom;
using Archive.Connectors.WeCom.Sdk;
using Archive.IntegrationTests.Pipeline;
using Archive.Simulators.Corpus;
using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Faults;
using Archive.Tests.Connectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Archive.IntegrationTests.Faults;

internal sealed class WeComPull : PlatformPull
{
    private const string Source = "wecom";

    private readonly DirectoryInfo _secrets;

    private WeComPull(WeComSimulator platform, TestArchive archive, DirectoryInfo secrets)
        : base(archive) => (Platform, _secrets) = (platform, secrets);

    public WeComSimulator Platform { get; }

    public override int Faults => Platform.FaultCounts.Values.Sum();

    public override int Hangs => Platform.FaultCounts.GetValueOrDefault(FaultKind.Hang) + Platform.FaultCounts.GetValueOrDefault(FaultKind.SdkHang);

    /// <param name="launcher">Of the child; null for one at the protocol, without process and library.</param>
    public static async Task<WeComPull> StartAsync(
        Corpus corpus,
        Action<WeComSimulatorOptions>? platform = null,
        Action<WeComOptions, WeComSimulator>? connector = null,
        TimeProvider? time = null,
        ISdkLauncher? launcher = null,
        ILoggerProvider? log = null)
    {
        var options = new WeComSimulatorOptions { FaultDelay = TimeSpan.FromMilliseconds(1) };
        platform?.Invoke(options);
        var simulator = await WeComSimulator.StartAsync(corpus, options, TestContext.Current.CancellationToken);
        var secrets = Directory.CreateTempSubdirectory("archive-wecom-");
        var clock = time ?? new ImpatientTime(new WeComOptions().Http.AttemptTimeout);
        var archive = TestArchive.Create(Register(Source, corpus, simulator.IdOf), s =>
        {
            s.AddSingleton(clock);
            if (log is not null)
            {
                s.AddSingleton(log);
            }

            s.AddSingleton(launcher ?? new InProcessSdkLauncher(simulator.ServeSdkAsync));
            s.AddWeComConnector(o =>
            {
                o.Source = Source;
                o.CorpId = options.CorpId;
                o.Secret = options.ArchiveSecret;
                o.ContactSecret = o.CustomerSecret = options.ContactSecret;
                o.BaseUrl = simulator.BaseAddress;
                o.RequestsPerSecond = 10_000;
                o.PageSize = 20;
                foreach (var key in simulator.Keys)
                {
                    o.PrivateKeys[key.Version] = Write(secrets, $"{key.Version}.pem", key.Pkcs8Pem);
                }

                connector?.Invoke(o, simulator);
            });
        });
        return new WeComPull(simulator, archive, secrets);
    }

    protected override async ValueTask StopAsync()
    {
        await Platform.DisposeAsync();
        _secrets.Delete(recursive: true);
    }

    private static string Write(DirectoryInfo folder, string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
