using System.Text.Json;
using Archive.IntegrationTests.Search;
using Archive.IntegrationTests.Storage;

namespace Archive.IntegrationTests.Cli;

/// <summary>An archive of files moves to PostgreSQL and Elasticsearch, killed on the way, and back.</summary>
public sealed class MoveTests(PostgreSqlTestServer server, ElasticsearchServer elasticsearch) : IAsyncLifetime
{
    /// <summary>A third of what the cheaper crash tests do.</summary>
    private static readonly int Kills = Math.Max(1, Crash.ArchiveProcess.Kills / 3);
    private static readonly string[] Queries = ["client", "客户", "\"the client\"", "before:2023-06-01", "has:file"];

    private readonly ArchiveProcess _archive = new();
    private string? _database;
    private ElasticsearchTestIndex? _index;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Server => Path.Combine(_archive.Folder, "server");

    public async ValueTask InitializeAsync()
    {
        _index = new ElasticsearchTestIndex(await elasticsearch.RequireAsync());
        _database = await server.NewDatabaseAsync();
        var options = server.Options(_database);
        _archive.Settings["Archive__Store__PostgreSql__ConnectionString"] = options.ConnectionString!; // the server sets all three
        _archive.Settings["Archive__Store__PostgreSql__OwnerConnectionString"] = options.OwnerConnectionString!;
        _archive.Settings["Archive__Store__PostgreSql__KeysConnectionString"] = options.KeysConnectionString!;
        Directory.CreateDirectory(Server);
        await File.WriteAllTextAsync(Path.Combine(Server, "archive.json"), JsonSerializer.Serialize(new
        {
            Archive = new
            {
                Store = new { Engine = "postgresql" },
                Index = new { Engine = "elasticsearch", Elasticsearch = new { _index.Options.Nodes, _index.Options.Prefix, _index.Options.Username, _index.Options.Password } },
            },
        }), Stop);
    }

    public async ValueTask DisposeAsync()
    {
        _archive.Dispose();
        if (_database is not null)
        {
            await server.DropAsync(_database);
            await _index!.DisposeAsync(); // it was there before the database
        }
    }

    [Fact]
    public async Task An_archive_moves_to_the_servers_and_back_whenever_it_is_killed()
    {
        var loaded = await _archive.RunAsync("demo", "--data", _archive.Data, "--messages", "1500", "--load-only");
        Assert.True(loaded.ExitCode == 0, loaded.Error);
        Assert.InRange((await RunAsync(_archive.Data, "retention", "run", "--at", "2026-10-31")).GetProperty("disposed").GetInt64(), 1, 1_500);
        var added = await _archive.RunAsync("s3cret-Passphrase-for-tests\n", ["user", "add", "--data", _archive.Data, "dora", "--role", "Reviewer", "--source", "slack", "--password-stdin"]);
        Assert.True(added.ExitCode == 0, added.Error);
        var accounts = (await RunAsync(_archive.Data, "user", "list")).ToString();
        var before = await RunAsync(_archive.Data, "stats");
        var answers = await AskAsync(_archive.Data);

        await MoveKilledAsync();
        var there = await RunAsync(Server, "stats");
        Assert.Equal(answers, await AskAsync(Server));
        (await _archive.RunAsync("retention", "run", "--data", _archive.Data)).FailedWith(3, "goes on in the store it was moved to");
        await RunAsync(Server, "hold", "add", "--matter", "case 17", "--conversation", "C0"); // it is in use

        var home = Path.Combine(_archive.Folder, "home");
        var back = await RunAsync(Server, "move", "--to", home);

        Assert.Equal(answers, await AskAsync(home));
        Assert.Equal(Facts(before), Facts(there));
        Assert.Contains("dora", accounts, StringComparison.Ordinal);
        Assert.Equal(accounts, (await RunAsync(Server, "user", "list")).ToString());
        Assert.Equal(accounts, (await RunAsync(home, "user", "list")).ToString());
        Assert.Equal(back.GetProperty("root").GetString(), (await RunAsync(Server, "stats")).GetProperty("root").GetString());
        Assert.Equal("intact", (await RunAsync(home, "verify")).GetProperty("result").GetString());
        Assert.Single((await RunAsync(home, "hold", "list")).GetProperty("holds").EnumerateArray());
    }

    [Fact]
    public async Task A_move_that_was_stopped_can_be_taken_back()
    {
        await _archive.ImportAsync();
        (await _archive.RunAsync("move", "--data", _archive.Data, "--undo")).FailedWith(3, "is not being moved");
        await File.WriteAllTextAsync(Path.Combine(Server, "master.key"), Convert.ToBase64String(new byte[32]) + "\n", Stop);

        (await _archive.RunAsync("move", "--data", _archive.Data, "--to", Server)).FailedWith(3, "is another key than");
        (await _archive.ImportAsync()).FailedWith(3, "'archive move --undo'");
        await RunAsync(_archive.Data, "move", "--undo");

        Assert.Equal(0, (await _archive.ImportAsync()).ExitCode);
        Assert.Equal("intact", (await RunAsync(_archive.Data, "verify")).GetProperty("result").GetString());
    }

    [Fact]
    public async Task Says_what_is_wrong_and_changes_nothing()
    {
        await _archive.ImportAsync();

        (await _archive.RunAsync("move", "--data", _archive.Data)).FailedWith(64, "Name one of --to and --undo");
        (await _archive.RunAsync("move", "--data", _archive.Data, "--to", Server, "--undo")).FailedWith(64, "Name one of --to and --undo");
        (await _archive.RunAsync("move", "--data", _archive.Data, "--to", _archive.Data)).FailedWith(64, "Both ends are the files of");
        (await _archive.RunAsync("move", "--data", _archive.Data + "x", "--to", Server)).FailedWith(1, "does not exist");
        Assert.NotEqual(0, (await _archive.RunAsync("move", "--data", _archive.Data, "--to", Server, "--to-engine", "oracle")).ExitCode);

        Assert.Equal(0, (await _archive.ImportAsync()).ExitCode);
    }

    private async Task MoveKilledAsync()
    {
        var random = new Random(11);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var move = _archive.Start("move", "--data", _archive.Data, "--to", Server);
            _ = move.StandardError.ReadToEndAsync(Stop);
            await Task.WhenAny(move.WaitForExitAsync(Stop), Task.Delay(random.Next(300, 4_000), Stop));
            if (move.HasExited)
            {
                Assert.Equal(0, move.ExitCode);
                return;
            }

            move.Kill();
            await move.WaitForExitAsync(Stop);
            var reached = await _archive.RunAsync("stats", "--data", Server, "--json");
            if (reached.Error.Contains("is the target of a move", StringComparison.Ordinal))
            {
                (await _archive.RunAsync("retention", "run", "--data", Server)).FailedWith(3, "is the target of a move");
            }
            else if (reached.ExitCode == 0 && reached.Json.GetProperty("records").GetInt64() > 0)
            {
                return; // killed when all was done
            }
        }

        Assert.InRange((await RunAsync(_archive.Data, "move", "--to", Server)).GetProperty("questions").GetInt32(), 100, 300);
    }

    private async Task<IReadOnlyList<string>> AskAsync(string data)
    {
        var answers = new List<string>();
        foreach (var query in Queries)
        {
            var answer = await RunAsync(data, "search", "--purpose", "test", "--limit", "100", query);
            var hits = answer.GetProperty("hits").EnumerateArray().Select(hit => $"{hit.GetProperty("id")} {hit.GetProperty("text")}");
            answers.Add($"{query}: {answer.GetProperty("total")} {string.Join('|', hits)}");
        }

        return answers;
    }

    private static (long Records, long Received, long Admitted) Facts(JsonElement stats) =>
        (stats.GetProperty("records").GetInt64(), stats.GetProperty("received").GetInt64(), stats.GetProperty("admitted").GetInt64());

    private async Task<JsonElement> RunAsync(string data, params string[] arguments)
    {
        var words = arguments.TakeWhile(a => !a.StartsWith('-')).ToArray();
        var answer = await _archive.RunAsync([.. words, "--data", data, "--json", .. arguments[words.Length..]]);
        Assert.True(answer.ExitCode == 0, $"{string.Join(' ', arguments)}: {answer.Error}");
        return answer.Json;
    }
}
