using System.Globalization;
using System.Text.Json;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Crash;
using Archive.IntegrationTests.Pipeline;
using Archive.IntegrationTests.Search;
using Archive.IntegrationTests.Storage;
using Archive.Storage;
using Npgsql;

namespace Archive.IntegrationTests.ServerSetUp;

/// <summary>A PostgreSQL and an Elasticsearch of one test, which can be stopped, started and cut off, and an archive on them.</summary>
internal sealed class RunningServers : IAsyncDisposable
{
    private readonly string _folder = PostgreSqlTestServer.NewFolder();
    private readonly string _elasticsearchPort = FreePorts.TakeForElasticsearch().ToString(CultureInfo.InvariantCulture);
    private string _postgres = "";
    private bool _hasElasticsearch;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string ElasticsearchFolder => Path.Combine(_folder, "elasticsearch");

    public async Task StartAsync()
    {
        await StartPostgreSqlAsync();
        await StartElasticsearchAsync();
    }

    public async Task RestartPostgreSqlAsync()
    {
        await PostgreSqlTestServer.StopAsync(_folder);
        await Task.Delay(TimeSpan.FromSeconds(1), Stop);
        await StartPostgreSqlAsync();
    }

    public async Task RestartElasticsearchAsync()
    {
        await StopElasticsearchAsync();
        await StartElasticsearchAsync();
    }

    /// <summary>Every connection to the archive's database, as a fail-over does.</summary>
    public async Task CutConnectionsAsync()
    {
        await using var connection = new NpgsqlConnection(_postgres + ";Pooling=false");
        await connection.OpenAsync(Stop);
        await using var cut = new NpgsqlCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid() and datname = 'archive'", connection);
        await cut.ExecuteNonQueryAsync(Stop);
    }

    public async Task<DataFolder> MakeArchiveAsync(Platforms platforms)
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
                Index = new { Engine = "elasticsearch", Elasticsearch = new { Nodes = new[] { $"http://127.0.0.1:{_elasticsearchPort}" } } },
                Jobs = new { Lease = "00:00:05", Index = "*/10 * * * * *", CleanUp = "*/7 * * * * *", Workers = 4 },
                Sources = platforms.Settings(),
            },
        }), Stop);
        await ArchiveProcess.RunAsync("migrate", "--data", folder.Path);
        await Cli.SanctionedFolder.ApproveAsync(folder.Path);
        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        if (_hasElasticsearch)
        {
            await StopElasticsearchAsync();
        }

        if (_postgres.Length > 0)
        {
            await PostgreSqlTestServer.StopAsync(_folder);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartPostgreSqlAsync() => _postgres = await PostgreSqlTestServer.StartAsync(_folder);

    private async Task StartElasticsearchAsync()
    {
        _hasElasticsearch = true;
        var (exit, output) = await ServerScript.RunAsync(ServerScript.Find("elasticsearch", "start")!, [ElasticsearchFolder, _elasticsearchPort], Stop); // asked before
        Assert.True(exit == 0, output);
    }

    private Task StopElasticsearchAsync() =>
        ServerScript.RunAsync(ServerScript.Find("elasticsearch", "stop")!, [ElasticsearchFolder], CancellationToken.None); // it was started from there

    private string As(string role) =>
        new NpgsqlConnectionStringBuilder(_postgres) { Username = role, Password = $"{role}-of-a-test", Database = "archive" }.ConnectionString;
}
