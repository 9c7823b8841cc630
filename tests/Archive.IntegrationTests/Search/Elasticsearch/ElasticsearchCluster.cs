using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>The tests that share a cluster.</summary>
[CollectionDefinition(nameof(ElasticsearchCluster))]
public sealed class ElasticsearchClusterCollection : ICollectionFixture<ElasticsearchCluster>;

/// <summary>Three nodes of a real Elasticsearch that want a password and speak TLS alone, and a proxy in front of the first that misbehaves on request.</summary>
public sealed class ElasticsearchCluster : IAsyncLifetime
{
    public const int Nodes = 3;

    private const string Credentials = "elastic:archive-test-password";

    /// <summary>The script of shared/servers knows no TLS, so a copy of it does. A node keeps only two writes waiting: the third is refused.</summary>
    private static readonly (string From, string To)[] Changes =
    [
        ("echo \"xpack.security.http.ssl.enabled: false\"", "printf '%s\\n' 'xpack.security.http.ssl.enabled: true' 'xpack.security.http.ssl.certificate: node.pem' "
            + "'xpack.security.http.ssl.key: node.key' 'thread_pool.write.queue_size: 2'"),
        ("curl -s \"${auth[@]}\" \"http:", "curl -s --cacert \"$dir/dist/config/ca.pem\" \"${auth[@]}\" \"https:"),
        ("SECONDS < 240", "SECONDS < 600"), // three nodes and much else on two cores
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("archive-cluster-").FullName;
    private int _port;
    private Uri? _proxyControl;
    private string? _failure;

    /// <summary>The first node through the proxy, the others directly.</summary>
    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    /// <summary>Certificate of the authority that vouches for the nodes.</summary>
    public string AuthorityFile => Path.Combine(Configuration, "ca.pem");

    private string Data => Path.Combine(_folder, "data");

    /// <summary>What every node is made with.</summary>
    private string Configuration => Path.Combine(Data, "dist", "config");

    private string Scripts => Path.Combine(_folder, "scripts");

    public async ValueTask InitializeAsync()
    {
        if (!ElasticsearchServer.CanStart || ServerScript.Find("toxiproxy", "start") is not { } proxy)
        {
            return; // Require says so
        }

        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101); // the server runs as nobody
        }

        await MakeScriptAsync(Path.GetDirectoryName(ServerScript.Find("elasticsearch", "start"))!); // asked before
        await MakeCertificatesAsync();
        _port = FreePorts.TakeForElasticsearch(Nodes);
        await StartMissingAsync();
        var control = FreePorts.Take();
        var (exit, output) = await ServerScript.RunAsync(proxy, [Path.Combine(_folder, "proxy"), control.ToString(CultureInfo.InvariantCulture)], CancellationToken.None);
        Assert.True(exit == 0, output);
        _proxyControl = new Uri($"http://127.0.0.1:{control}");
        var front = FreePorts.Take();
        await TellProxyAsync(HttpMethod.Post, "/proxies", $$"""{"name":"n1","listen":"127.0.0.1:{{front}}","upstream":"127.0.0.1:{{_port}}"}""");
        Addresses = [At(front), At(_port + 1), At(_port + 2)];
    }

    public async ValueTask DisposeAsync()
    {
        if (_port != 0)
        {
            await ServerScript.RunAsync(ServerScript.Find("toxiproxy", "stop")!, [Path.Combine(_folder, "proxy")], CancellationToken.None); // it was started from there
            await ServerScript.RunAsync(Path.Combine(Scripts, "stop"), [Data], CancellationToken.None);
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Skips the test, visibly, where there can be no cluster; fails it where servers are required.</summary>
    public void Require()
    {
        if (_port == 0)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("ARCHIVE_TEST_REQUIRE_SERVERS") == "1" && ElasticsearchServer.IsWanted, ElasticsearchServer.Reason);
            Assert.Fail(ElasticsearchServer.Reason);
        }

        Assert.True(_failure is null, _failure);
    }

    /// <param name="node">From 1.</param>
    public Task KillAsync(int node) => SignalAsync(node, "KILL");

    public Task PauseAsync(int node) => SignalAsync(node, "STOP");

    public Task ResumeAsync(int node) => SignalAsync(node, "CONT");

    /// <summary>Starts what is not running, with its data, and waits until all nodes have found each other.</summary>
    public async Task StartMissingAsync()
    {
        var (exit, output) = await ServerScript.RunAsync(
            Path.Combine(Scripts, "start"),
            [Data, _port.ToString(CultureInfo.InvariantCulture), "--nodes", $"{Nodes}", "--security", "--heap", "400m"],
            CancellationToken.None);
        _failure = exit == 0 ? null : $"The cluster did not start: {output}";
        Require();
    }

    /// <summary>The way to the first node: open or cut.</summary>
    public Task SetProxyAsync(bool isOpen) => TellProxyAsync(HttpMethod.Post, "/proxies/n1", $$"""{"enabled":{{(isOpen ? "true" : "false")}}}""");

    public Task AddLatencyAsync(int milliseconds) =>
        TellProxyAsync(HttpMethod.Post, "/proxies/n1/toxics", $$$"""{"type":"latency","attributes":{"latency":{{{milliseconds}}},"jitter":{{{milliseconds / 2}}}}}""");

    public Task ResetProxyAsync() => TellProxyAsync(HttpMethod.Post, "/reset", "");

    private static Uri At(int port) => new($"https://{Credentials}@127.0.0.1:{port}");

    private async Task MakeScriptAsync(string original)
    {
        Directory.CreateDirectory(Scripts);
        foreach (var beside in Directory.EnumerateFileSystemEntries(original).Where(path => Path.GetFileName(path) != "start"))
        {
            File.CreateSymbolicLink(Path.Combine(Scripts, Path.GetFileName(beside)), beside);
        }

        var script = await File.ReadAllTextAsync(Path.Combine(original, "start"), CancellationToken.None);
        foreach (var (from, to) in Changes)
        {
            Assert.Contains(from, script, StringComparison.Ordinal);
            script = script.Replace(from, to, StringComparison.Ordinal);
        }

        var path = Path.Combine(Scripts, "start");
        await File.WriteAllTextAsync(path, script, CancellationToken.None);
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
    }

    private async Task MakeCertificatesAsync()
    {
        using var authority = TestCertificates.MakeAuthority("Cluster CA");
        using var node = TestCertificates.MakeLeaf(authority, "127.0.0.1", TestCertificates.ForServers);
        using var key = node.GetECDsaPrivateKey()!; // made with one
        Directory.CreateDirectory(Configuration);
        await File.WriteAllTextAsync(AuthorityFile, authority.ExportCertificatePem(), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(Configuration, "node.pem"), node.ExportCertificatePem(), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(Configuration, "node.key"), key.ExportPkcs8PrivateKeyPem(), CancellationToken.None);
    }

    private async Task TellProxyAsync(HttpMethod method, string path, string body)
    {
        using var handler = new SocketsHttpHandler();
        using var client = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(method, new Uri(_proxyControl!, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") }; // started before
        using var response = await client.SendAsync(request, CancellationToken.None);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(CancellationToken.None));
    }

    private async Task SignalAsync(int node, string signal)
    {
        var process = (await File.ReadAllTextAsync(Path.Combine(Data, $"n{node}", "pid"), CancellationToken.None)).Trim();
        using var kill = Process.Start("kill", [$"-{signal}", process]);
        await kill.WaitForExitAsync(CancellationToken.None);
        Assert.Equal(0, kill.ExitCode);
    }
}
