using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Archive.IntegrationTests.Cli;
using Archive.IntegrationTests.Search;
using Archive.IntegrationTests.ServerSetUp;
using Archive.IntegrationTests.Storage;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Tests.Connectors.Callbacks;
using Npgsql;

namespace Archive.IntegrationTests.Hooks;

/// <summary>Two "archive serve" without jobs and one "archive work" over one PostgreSQL: it does not matter to which of them events come. Each has a data folder of
/// its own, because an index in files has one process.</summary>
public sealed class SharedHintTests(PostgreSqlTestServer server) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ArchiveProcess _archive = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private readonly List<ServerProcess> _processes = [];
    private FeishuSimulator? _platform;
    private string? _database;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await server.NewDatabaseAsync();
        _platform = await FeishuSimulator.StartAsync(BankCorpusGenerator.Generate(100, 3), new FeishuSimulatorOptions(), Stop);
        var options = server.Options(_database);
        foreach (var name in new[] { "worker", "one", "two" })
        {
            var data = Directory.CreateDirectory(Path.Combine(_archive.Folder, name)).FullName;
            await File.WriteAllTextAsync(Path.Combine(data, "archive.json"), JsonSerializer.Serialize(new
            {
                Archive = new
                {
                    Store = new { Engine = "postgresql", PostgreSql = new { options.ConnectionString, options.OwnerConnectionString, options.KeysConnectionString } },
                    Jobs = new { Engine = "postgresql" },
                    Sources = new
                    {
                        lark = new
                        {
                            Platform = "feishu",
                            FeishuApp.Archive.AppId,
                            FeishuApp.Archive.AppSecret,
                            Address = _platform.BaseAddress,
                            RequestsPerSecond = 10_000,
                            Schedule = "0 0 29 2 *",
                            Callback = new { EncryptKey = SignedRequest.FeishuKey, VerificationToken = "vt-9" },
                        },
                    },
                },
            }), Stop);
            if (name == "worker")
            {
                var made = await _archive.RunAsync("migrate", "--data", data);
                Assert.True(made.ExitCode == 0, made.Error);
            }
            else
            {
                File.Copy(Path.Combine(_archive.Folder, "worker", "master.key"), Path.Combine(data, "master.key"));
            }

            var process = new ServerProcess(name == "worker" ? "work" : "serve", data, $"http://127.0.0.1:{FreePorts.Take()}/");
            _processes.Add(process);
            process.Start();
        }

        foreach (var process in _processes)
        {
            await UntilAsync(() => AnswersAsync(process.Address));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await (_platform?.DisposeAsync() ?? ValueTask.CompletedTask);
        _http.Dispose();
        _archive.Dispose();
        await (_database is null ? Task.CompletedTask : server.DropAsync(_database));
    }

    [Fact]
    public async Task Events_that_come_to_several_processes_are_one_pull_in_five_seconds_by_a_worker()
    {
        var (watch, sent) = (Stopwatch.StartNew(), 0);
        while (watch.Elapsed < TimeSpan.FromSeconds(20))
        {
            var target = new Uri(_processes[1 + (sent % 2)].Address, "hooks/lark");
            var (status, _) = await HookFixture.SendAsync(_http, target, SignedRequest.Feishu(Event(sent++), TimeProvider.System.GetUtcNow()));
            Assert.Equal(200, status);
            await Task.Delay(50, Stop);
        }

        // A hint is covered a moment before its run is over.
        await UntilAsync(async () => await CountAsync("select (select count(*) from operations.pull_hint where raised > covered) + (select count(*) from operations.job_run where outcome = 0)") == 0);

        var pulls = await CountAsync("select count(*) from operations.job_run where job = 'pull' and started_by = 'event' and outcome = 1");
        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} events to two processes in {watch.Elapsed}: {pulls} pulls");
        Assert.InRange(sent, 20, 400);
        Assert.InRange(pulls, 2, 1 + (long)Math.Ceiling(watch.Elapsed.TotalSeconds / 5));
        Assert.Equal(pulls, await CountAsync("select count(*) from operations.job_run where job = 'pull'"));
    }

    private static string Event(int number) =>
        $$$"""{"header":{"event_id":"e{{{number}}}","event_type":"im.message.receive_v1","token":"vt-9","app_id":"{{{FeishuApp.Archive.AppId}}}"},"event":{} }""";

    private async Task<bool> AnswersAsync(Uri address)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(address, "health/ready"), Stop);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<long> CountAsync(string question)
    {
        await using var connection = new NpgsqlConnection(server.Super(_database!).ConnectionString); // made first
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(question, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Stop), CultureInfo.InvariantCulture);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < Patience, $"It did not happen within {Patience}.");
            await Task.Delay(200, Stop);
        }
    }
}
