using Archive.Connectors.WeCom;
using Archive.Connectors.WeCom.Sdk;
using Archive.Simulators.WeCom;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>A simulated corporation's archive as the hosts register it, with the child at the protocol.</summary>
internal sealed class WeComSource : LiveSource
{
    private const string Client = "wecom:harbor";

    private readonly DirectoryInfo _secrets;

    public WeComSource(
        WeComSimulator platform, Action<WeComOptions>? configure = null, DateTimeOffset? now = null, ISdkLauncher? launcher = null, HttpMessageHandler? network = null)
        : this(new Counter(launcher ?? new InProcessSdkLauncher(platform.ServeSdkAsync)), Directory.CreateTempSubdirectory("archive-wecom-"), platform, configure, now, network)
    {
    }

    private WeComSource(
        Counter launcher, DirectoryInfo secrets, WeComSimulator platform, Action<WeComOptions>? configure, DateTimeOffset? now, HttpMessageHandler? network)
        : base(
            Client,
            new WeComOptions().Http.AttemptTimeout,
            services =>
            {
                services.AddSingleton<ISdkLauncher>(launcher);
                services.AddWeComConnector(o => Fill(o, platform, secrets, configure));
                if (network is null)
                {
                    services.AddHttpClient(Client).AddHttpMessageHandler(() => new Undated());
                }
            },
            network,
            now) => (_secrets, launcher.Count) = (secrets, Count);

    public override void Dispose()
    {
        base.Dispose();
        _secrets.Delete(recursive: true);
    }

    private static void Fill(WeComOptions options, WeComSimulator platform, DirectoryInfo secrets, Action<WeComOptions>? configure)
    {
        var defaults = new WeComSimulatorOptions();
        options.Source = "harbor";
        options.CorpId = defaults.CorpId;
        options.Secret = defaults.ArchiveSecret;
        options.ContactSecret = options.CustomerSecret = defaults.ContactSecret;
        options.RequestsPerSecond = 10_000;
        options.BaseUrl = platform.BaseAddress;
        foreach (var key in platform.Keys)
        {
            options.PrivateKeys[key.Version] = Write(secrets, $"{key.Version}.pem", key.Version % 2 == 0 ? key.Pkcs1Pem : key.Pkcs8Pem);
        }

        configure?.Invoke(options);
    }

    private static string Write(DirectoryInfo folder, string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>The simulated platform has the time of the machine, which is not the archive's here; so it tells none.</summary>
    private sealed class Undated : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            answer.Headers.Date = null;
            return answer;
        }
    }

    /// <summary>Each request to the child counts like one to the network.</summary>
    private sealed class Counter(ISdkLauncher launcher) : ISdkLauncher
    {
        public Action Count { get; set; } = () => { };

        public bool NeedsLibrary => launcher.NeedsLibrary;

        public ISdkProcess Start() => new Counted(launcher.Start(), Count);

        private sealed class Counted(ISdkProcess process, Action count) : ISdkProcess
        {
            /// <summary>Asked for once for each request.</summary>
            public Stream Requests
            {
                get
                {
                    count();
                    return process.Requests;
                }
            }

            public Stream Answers => process.Answers;

            public string? End => process.End;

            public ValueTask DisposeAsync() => process.DisposeAsync();
        }
    }
}
