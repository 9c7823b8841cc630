using Archive.IntegrationTests.Search;

[assembly: AssemblyFixture(typeof(ElasticsearchServer))]

namespace Archive.IntegrationTests.Search;

/// <summary>A real Elasticsearch for all tests: the one that ARCHIVE_TEST_ELASTICSEARCH names
/// ("http://user:password@host:9200", too), or one node that the first test to need it starts
/// from shared/servers/elasticsearch in a folder above, and that
/// ends with the tests; a run that is killed leaves it behind.</summary>
public sealed class ElasticsearchServer : IAsyncLifetime
{
    public const string Variable = "ARCHIVE_TEST_ELASTICSEARCH";

    /// <summary>Value of the variable where a server can neither be named nor started: the tests are skipped even where servers are required.</summary>
    private const string None = "none";

    internal const string Reason =
        $"No Elasticsearch: name one in {Variable} (http://127.0.0.1:9200), or put shared/servers/elasticsearch into a folder above (needs Java 17; Debian: openjdk-17-jre-headless).";

    /// <summary>False where the variable says that there is none.</summary>
    internal static bool IsWanted => Environment.GetEnvironmentVariable(Variable) != None;

    internal static bool CanStart => ServerScript.Find("elasticsearch", "start") is not null && OperatingSystem.IsLinux() && HasJava();

    private readonly SemaphoreSlim _gate = new(1, 1);
    private Uri? _address;
    private string? _failure;
    private string? _folder;

    /// <summary>Skips the test, visibly, where there is no server; fails it where servers are required, or where one does not start.</summary>
    public async Task<Uri> RequireAsync()
    {
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_address is null && _failure is null)
            {
                await FindAsync();
            }
        }
        finally
        {
            _gate.Release();
        }

        if (_address is { } address)
        {
            return address;
        }

        var isRequired = Environment.GetEnvironmentVariable("ARCHIVE_TEST_REQUIRE_SERVERS") == "1" && Environment.GetEnvironmentVariable(Variable) != None;
        Assert.SkipUnless(_failure != Reason || isRequired, Reason);
        Assert.Fail(_failure!); // set when there is no address
        throw new InvalidOperationException("Not reached.");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null && ServerScript.Find("elasticsearch", "stop") is { } stop)
        {
            await ServerScript.RunAsync(stop, [Path.Combine(_folder, "data")], CancellationToken.None);
            Directory.Delete(_folder, recursive: true);
        }

        _gate.Dispose();
    }

    private async Task FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named and not None)
        {
            _address = new Uri(named);
            return;
        }

        if (Environment.GetEnvironmentVariable(Variable) == None || !CanStart)
        {
            _failure = Reason;
            return;
        }

        // The server runs as nobody and must reach its folder.
        _folder = Directory.CreateTempSubdirectory("archive-elasticsearch-").FullName;
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        }

        var (exit, output) = await ServerScript.RunAsync(ServerScript.Find("elasticsearch", "start")!, [Path.Combine(_folder, "data"), FreePorts.TakeForElasticsearch().ToString()], TestContext.Current.CancellationToken);
        var url = output.Split('\n').FirstOrDefault(line => line.StartsWith("URL=", StringComparison.Ordinal));
        if (exit == 0 && url is not null)
        {
            _address = new Uri(url[4..]);
        }
        else
        {
            _failure = $"Elasticsearch did not start: {output}";
        }
    }

    private static bool HasJava() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "java")));
}
