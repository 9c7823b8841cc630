using Archive.Connectors.WeCom;
using Archive.Connectors.WeCom.Sdk;
using Archive.Simulators.WeCom;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>A simulated corporation's archive as the hosts register it, with the child at the protocol.</summary>
internal sealed class WeComSource : LiveSource
{
    private readonly DirectoryInfo _secrets;

    public WeComSource(
        WeComSimulator platform, Action<WeComOptions>? configure = null, DateTimeOffset? now = null, ISdkLauncher? launcher = null, HttpMessageHandler? network = null)
        : this(new Counter(launcher ?? new InProcessSdkLauncher(platform.ServeSdkAsync)), Directory.CreateTempSubdirectory("archive-wecom-"), platform, configure, now, network)
    {
    }

    private WeComSource(
        Counter launcher, DirectoryInfo secrets, WeComSimulator platform, Action<WeComOptions>? configure, DateTimeOffset? now, HttpMessageHandler? network)
        : base(
            "wecom:harbor",
            new WeComOptions().Http.AttemptTimeout,
            services =>
            {
                services.AddSingleton<ISdkLauncher>(launcher);
                services.AddWeComConnector(o => Fill(o, platform, secrets, configure));
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

    /// <summary>Each request to the child counts like one to the network.</summary>
    private sealed class Counter(ISdkLauncher launcher) : ISdkLauncher
    {
        public Action Count { get; set; } = () => { };

        public bool NeedsLibrary => launcher.NeedsLibrary;

        public ISdkProcess Start() => new Counted(launcher.Start(), Count);

        private sealed class Counted(ISdkProcess process, Action count) : ISdkProcess
        {
            public Stream Requests { get; } = new CountedStream(process.Requests, count);

            public Stream Answers => process.Answers;

            public string? End => process.End;

            public ValueTask DisposeAsync() => process.DisposeAsync();
        }

        private sealed class CountedStream(Stream stream, Action count) : Stream
        {
            public override bool CanRead => false;

            public override bool CanSeek => false;

            public override bool CanWrite => true;

            public override long Length => throw new NotSupportedException();

            public override long Position
            {
                get => throw new NotSupportedException();
                set => throw new NotSupportedException();
            }

            public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            {
                count();
                await stream.WriteAsync(buffer, cancellationToken);
            }

            public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);

            public override void Flush() => stream.Flush();

            public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

            public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

            public override void SetLength(long value) => throw new NotSupportedException();

            public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        }
    }
}
