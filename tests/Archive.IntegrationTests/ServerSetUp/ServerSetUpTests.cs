using System.Globalization;
using System.Text.Json;
using Archive.Core.Jobs;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Crash;
using Archive.IntegrationTests.Pipeline;
using Archive.IntegrationTests.Search;
using Archive.IntegrationTests.Storage;
using Archive.IntegrationTests.Web;
using Archive.Storage;
using Npgsql;

namespace Archive.IntegrationTests.ServerSetUp;

/// <summary>The compose file acted out with plain processes: PostgreSQL, Elasticsearch, two workers and the pages. While four simulated organisations are
/// captured, processes are killed and paused and connections are cut. In the end everything is there exactly once.</summary>
[Collection(nameof(CrashTests))]
public sealed class ServerSetUpTests : IAsyncLifetime
{
    /// <summary>Messages of all sources; the full size is 200,000.</summary>
    private static readonly int Messages = Read("ARCHIVE_TEST_SERVER_MESSAGES", 6_000);

    private static readonly int Disturbances = Read("ARCHIVE_TEST_KILLS", 7);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Math.Max(6, Messages / 4_000));

    private static readonly string[] Words = ["client", "客户", "the", "transfer", "\"wire transfer\"", "转账", "from:alice", "type:edit"];

    private readonly string _folder = PostgreSqlTestServer.NewFolder();
    private readonly Random _random = new(7);
    private string _postgres = "";
    private string[] _elasticsearch = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string ElasticsearchFolder => Path.Combine(_folder, "elasticsearch");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The servers for tests run on Linux.");
        Assert.SkipUnless(ElasticsearchServer.CanStart, ElasticsearchServer.Reason);
        _postgres = await PostgreSqlTestServer.StartAsync(_folder);
        _elasticsearch = [ElasticsearchFolder, ElasticsearchServer.FreePort().ToString(CultureInfo.InvariantCulture)];
        await StartElasticsearchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_elasticsearch.Length > 0)
        {
            await ServerScript.RunAsync(ServerScript.Find("elasticsearch", "stop")!, [ElasticsearchFolder], CancellationToken.None); // it was started from there
        }

        if (_postgres.Length > 0)
        {
            await PostgreSqlTestServer.StopAsync(_folder);
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Everything_is_there_exactly_once_whatever_was_killed_meanwhile()
    {
        await using var platforms = await Platforms.StartAsync(4, Messages);
        var folder = await MakeArchiveAsync(platforms);
        await using var archive = TestArchive.OpenBeside(folder);
        await using var one = new ServerProcess("work", folder.Path, Url());
        await using var two = new ServerProcess("work", folder.Path, Url());
        await using var pages = new ServerProcess("serve", folder.Path, Url());
        one.Start();
        two.Start();
        pages.Start();
        await UntilAsync(async () => await IsReadyAsync(pages) && await IsReadyAsync(one) && await IsReadyAsync(two));

        for (var i = 0; i < Disturbances; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2 + (_random.NextDouble() * 6)), Stop);
            await DisturbAsync(i, one, two);
            foreach (var process in (ServerProcess[])[one, two, pages])
            {
                Assert.False(process.HasExited, "A process ended by itself.");
            }
        }

        var started = TimeProvider.System.GetUtcNow();
        await UntilAsync(async () => await IsDoneAsync(archive, platforms, started));
        await UntilAsync(async () => await IsReadyAsync(pages) && await IsReadyAsync(one) && await IsReadyAsync(two));
        foreach (var process in (ServerProcess[])[one, two, pages])
        {
            Assert.Equal(0, await process.StopAsync(Patience));
        }

        await archive.AssertSoundAsync();
        await AssertSameAsync(platforms, archive);
    }

    private async Task DisturbAsync(int number, ServerProcess one, ServerProcess two)
    {
        var worker = _random.Next(2) == 0 ? one : two;
        switch (number % 5)
        {
            case 0:
                await worker.KillAsync();
                await Task.Delay(TimeSpan.FromSeconds(1), Stop);
                worker.Start();
                break;
            case 1:
                await CutConnectionsAsync();
                break;
            case 2:
                // Longer than its leases last: the other worker takes over what this one had.
                await worker.PauseAsync();
                await Task.Delay(TimeSpan.FromSeconds(8), Stop);
                await worker.ResumeAsync();
                break;
            case 3:
                await PostgreSqlTestServer.StopAsync(_folder);
                await Task.Delay(TimeSpan.FromSeconds(1), Stop);
                await PostgreSqlTestServer.StartAsync(_folder);
                break;
            default:
                await ServerScript.RunAsync(ServerScript.Find("elasticsearch", "stop")!, [ElasticsearchFolder], Stop); // it was started from there
                await StartElasticsearchAsync();
                break;
        }
    }

    private async Task CutConnectionsAsync()
    {
        await using var connection = new NpgsqlConnection(_postgres + ";Pooling=false");
        await connection.OpenAsync(Stop);
        await using var cut = new NpgsqlCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid() and datname = 'archive'", connection);
        await cut.ExecuteNonQueryAsync(Stop);
    }

    private async Task<DataFolder> MakeArchiveAsync(Platforms platforms)
    {
        await using (var connection = new NpgsqlConnection(_postgres + ";Pooling=false"))
        {
            await connection.OpenAsync(Stop);
            await using var make = new NpgsqlCommand("create database archive", connection);
            await make.ExecuteNonQueryAsync(Stop);
        }

        var folder = ArchiveProcess.NewFolder();
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllBytesAsync(folder.Register, RegisterFile.Write(platforms.Register()), Stop);
        await File.WriteAllBytesAsync(folder.Settings, JsonSerializer.SerializeToUtf8Bytes(new
        {
            Archive = new
            {
                // The same keys as in the archive it is compared with: pseudonyms follow from them.
                DemoSeed = TestArchive.Seed,
                Store = new
                {
                    Engine = "postgresql",
                    PostgreSql = new
                    {
                        ConnectionString = As("application"),
                        KeysConnectionString = As("keys"),
                        OwnerConnectionString = new NpgsqlConnectionStringBuilder(_postgres) { Database = "archive" }.ConnectionString,
                        StandstillTimeout = "00:00:05",
                    },
                },
                Index = new { Engine = "elasticsearch", Elasticsearch = new { Nodes = new[] { $"http://127.0.0.1:{_elasticsearch[1]}" } } },
                Jobs = new { Lease = "00:00:05", Index = "*/10 * * * * *", Workers = 4 },
                Sources = platforms.Settings(),
            },
        }), Stop);
        await ArchiveProcess.RunAsync("migrate", "--data", folder.Path);
        return folder;
    }

    private string As(string role) =>
        new NpgsqlConnectionStringBuilder(_postgres) { Username = role, Password = $"{role}-of-a-test", Database = "archive" }.ConnectionString;

    private async Task StartElasticsearchAsync()
    {
        var (exit, output) = await ServerScript.RunAsync(ServerScript.Find("elasticsearch", "start")!, _elasticsearch, Stop); // asked before
        Assert.True(exit == 0, output);
    }

    /// <summary>A pull of each source that began after the last disturbance has come to its end, and the index has everything.</summary>
    private static async Task<bool> IsDoneAsync(TestArchive archive, Platforms platforms, DateTimeOffset since)
    {
        foreach (var source in platforms.Sources)
        {
            var runs = await archive.Get<IJobRunLog>().ReadAsync("pull", source, 20, Stop);
            if (!runs.Any(run => run.Outcome == JobOutcome.Succeeded && run.StartedAt >= since))
            {
                return false;
            }
        }

        return (await archive.Index.ReadStateAsync(Stop)).Cursor == await archive.Records.ReadLastSequenceAsync(Stop);
    }

    private static async Task<bool> IsReadyAsync(ServerProcess process)
    {
        using var browser = new Browser(process.Address);
        try
        {
            return (await browser.GetAsync("/health/ready")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task AssertSameAsync(Platforms platforms, TestArchive disturbed)
    {
        await using var calm = await platforms.PullCalmlyAsync();
        Assert.Equal(await IdentitiesAsync(calm), await IdentitiesAsync(disturbed));
        var (expected, found) = (await calm.Records.ReadStatisticsAsync(Stop), await disturbed.Records.ReadStatisticsAsync(Stop));
        Assert.Equal(
            (expected.Records, expected.Admitted, expected.Quarantined, expected.Redacted), (found.Records, found.Admitted, found.Quarantined, found.Redacted));
        foreach (var word in Words)
        {
            Assert.Equal(await calm.CountHitsAsync(word), await disturbed.CountHitsAsync(word));
        }
    }

    private static async Task<List<string>> IdentitiesAsync(TestArchive archive) =>
        [.. (await archive.ReadAllAsync()).Select(record => $"{record.Source} {record.Message.NativeId} {record.Message.Revision} {record.Message.Text}").Order(StringComparer.Ordinal)];

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (!await isTrue())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, $"Not within {Patience}.");
            await Task.Delay(500, Stop);
        }
    }

    private static string Url() => $"http://127.0.0.1:{ElasticsearchServer.FreePort()}";

    private static int Read(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : fallback;
}
