using System.Text.Json;
using Archive.IntegrationTests.Storage;
using Npgsql;

namespace Archive.IntegrationTests.Cli;

/// <summary>The commands on an archive whose records are on a server: the same as on files.</summary>
public sealed class PostgreSqlCommandTests(PostgreSqlTestServer server) : IAsyncLifetime
{
    private readonly ArchiveProcess _archive = new();
    private string? _database;

    public async ValueTask InitializeAsync()
    {
        _database = await server.NewDatabaseAsync();
        var options = server.Options(_database);
        _archive.Settings["Archive__Store__Engine"] = "postgresql";
        _archive.Settings["Archive__Store__PostgreSql__ConnectionString"] = options.ConnectionString!; // the server sets all three
        _archive.Settings["Archive__Store__PostgreSql__OwnerConnectionStringFile"] = _archive.Write("owner", options.OwnerConnectionString! + "\n");
        _archive.Settings["Archive__Store__PostgreSql__KeysConnectionString"] = options.KeysConnectionString!;
    }

    public async ValueTask DisposeAsync()
    {
        _archive.Dispose();
        if (_database is not null)
        {
            await server.DropAsync(_database);
        }
    }

    [Fact]
    public async Task Migrate_import_search_stats_user_and_verify_work()
    {
        (await RunAsync("migrate")).GetProperty("upToDate").GetBoolean();
        Assert.Equal(0, (await _archive.ImportAsync()).ExitCode);
        Assert.Equal(0, (await _archive.ImportAsync()).ExitCode);

        Assert.Equal(1, (await RunAsync("search", "--purpose", "case 17", "wire")).GetProperty("total").GetInt64());
        var stats = await RunAsync("stats");
        Assert.Equal(2, stats.GetProperty("records").GetInt64());
        var added = await _archive.RunAsync("s3cret-Passphrase-for-tests\n", ["user", "add", "--data", _archive.Data, "carla", "--role", "ComplianceOfficer", "--password-stdin"]);
        Assert.True(added.ExitCode == 0, added.Error);
        Assert.Equal("intact", (await RunAsync("verify")).GetProperty("result").GetString());
        Assert.False(File.Exists(Path.Combine(_archive.Data, "records.db")), "the records are files");
        Assert.False(File.Exists(Path.Combine(_archive.Data, "keys.db")), "the keys are files");
    }

    [Fact]
    public async Task Holds_and_retention_work_and_the_clean_up_erases()
    {
        var demo = await _archive.RunAsync("demo", "--data", _archive.Data, "--messages", "300", "--load-only");
        Assert.True(demo.ExitCode == 0, demo.Error);
        var due = (await RunAsync("retention", "simulate", "--at", "2026-10-31")).GetProperty("due").GetInt64();
        var hits = (await RunAsync("search", "--purpose", "case 17", "--limit", "50", "before:2023-06-01")).GetProperty("hits").EnumerateArray();
        var register = Core.Sanctioning.RegisterFile.Read(await File.ReadAllBytesAsync(Path.Combine(_archive.Data, "register.csv"), TestContext.Current.CancellationToken));
        var person = hits.Select(hit => register.FirstOrDefault(a => a.Name == hit.GetProperty("sender").GetString())?.PersonId).First(p => p is not null)!; // some sender is registered
        await RunAsync("hold", "add", "--matter", "case 17", "--person", person);

        var run = await RunAsync("retention", "run", "--at", "2026-10-31");
        Assert.Single((await RunAsync("hold", "list")).GetProperty("holds").EnumerateArray());

        var held = run.GetProperty("held").GetInt64();
        Assert.InRange(held, 1, due - 1);
        Assert.Equal((due - held, 0L), (run.GetProperty("disposed").GetInt64(), run.GetProperty("failed").GetInt64()));
        Assert.Equal("intact", (await RunAsync("verify")).GetProperty("result").GetString());
    }

    [Fact]
    public async Task Settings_that_are_wrong_are_told_without_their_secrets()
    {
        Directory.CreateDirectory(_archive.Data);
        var password = new NpgsqlConnectionStringBuilder(_archive.Settings["Archive__Store__PostgreSql__ConnectionString"]).Password!; // it has one

        (await _archive.RunAsync("stats", "--data", _archive.Data)).FailedWith(1, "master.key is missing");
        await RunAsync("migrate");
        _archive.Settings["Archive__Store__PostgreSql__KeysConnectionStringFile"] = "/nowhere";
        var both = await _archive.RunAsync("stats", "--data", _archive.Data);
        both.FailedWith(2, "give KeysConnectionString or KeysConnectionStringFile, not both");
        _archive.Settings.Remove("Archive__Store__PostgreSql__KeysConnectionStringFile");
        _archive.Settings["Archive__Store__PostgreSql__ConnectionString"] += ";Colour=" + password;
        var unreadable = await _archive.RunAsync("stats", "--data", _archive.Data);
        unreadable.FailedWith(2, "ConnectionString is not a connection string");
        _archive.Settings["Archive__Store__Engine"] = "oracle";
        (await _archive.RunAsync("stats", "--data", _archive.Data)).FailedWith(2, "Known engines: sqlite, postgresql");

        Assert.DoesNotContain(password, both.Error + both.Output + unreadable.Error + unreadable.Output, StringComparison.Ordinal);
    }

    private async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var words = arguments.TakeWhile(a => !a.StartsWith('-')).ToArray();
        var answer = await _archive.RunAsync([.. words, "--data", _archive.Data, "--json", .. arguments[words.Length..]]);
        Assert.True(answer.ExitCode == 0, $"{string.Join(' ', arguments)}: {answer.Error}");
        return answer.Json;
    }
}
