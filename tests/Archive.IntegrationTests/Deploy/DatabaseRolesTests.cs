using System.Diagnostics;
using Archive.IntegrationTests.Cli;
using Archive.IntegrationTests.Storage;
using Npgsql;

namespace Archive.IntegrationTests.Deploy;

/// <summary>The roles and databases of deploy/postgresql/roles.sh on a server of their own, with the secrets that the program makes.</summary>
public sealed class DatabaseRolesTests : IAsyncLifetime
{
    private readonly ArchiveProcess _archive = new();
    private readonly string _folder = PostgreSqlTestServer.NewFolder();
    private NpgsqlConnectionStringBuilder? _super;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Secrets => Path.Combine(_archive.Folder, "secrets");

    public async ValueTask InitializeAsync()
    {
        _super = new NpgsqlConnectionStringBuilder(await PostgreSqlTestServer.StartAsync(_folder));
        var made = await _archive.RunAsync("secrets", "make", "--out", Secrets);
        Assert.True(made.ExitCode == 0, made.Error);
        await MakeRolesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_super is not null)
        {
            await PostgreSqlTestServer.StopAsync(_folder);
        }

        Directory.Delete(_folder, recursive: true);
        _archive.Dispose();
    }

    [Fact]
    public async Task Carry_an_archive_whose_pages_cannot_change_what_is_evidence()
    {
        _archive.Settings["Archive__Store__Engine"] = "postgresql";
        Give("ConnectionString", "archive/application.connection");
        Give("KeysConnectionString", "archive/keys.connection");
        (await _archive.RunAsync("import", "--data", _archive.Data, "--format", "jsonl", _archive.Write("none.jsonl", ""))).FailedWith(3, "archive migrate");

        Give("OwnerConnectionString", "owner/owner.connection");
        Give("KeysOwnerConnectionString", "owner/keys-owner.connection");
        var migrated = await _archive.RunAsync("migrate", "--data", _archive.Data);
        Assert.True(migrated.ExitCode == 0, migrated.Error);

        // From here on as the pages: without the owner's connection strings.
        _archive.Settings.Remove("Archive__Store__PostgreSql__OwnerConnectionString");
        _archive.Settings.Remove("Archive__Store__PostgreSql__KeysOwnerConnectionString");
        var imported = await _archive.ImportAsync();
        Assert.True(imported.ExitCode == 0, imported.Error);
        var added = await _archive.RunAsync("a long enough password\n", ["user", "add", "ann", "--data", _archive.Data, "--role", "Operator", "--password-stdin"]);
        Assert.True(added.ExitCode == 0, added.Error);
        Assert.Equal(1, await CountAsync("archive/application.connection", "select count(*) from accounts.users"));
        Assert.Equal("intact", (await _archive.RunAsync("verify", "--data", _archive.Data, "--json")).Json.GetProperty("result").GetString());
        Assert.Equal(1, await CountAsync("archive/application.connection", "select count(*) > 0 from records.record"));
        foreach (var change in new[] { "delete from records.record", "update records.entry set body = body", "truncate records.entry", "drop table accounts.users", "create table public.mine (x int)", "create schema mine" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => CountAsync("archive/application.connection", change));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Theory]
    [InlineData("archive/application.connection", "archive_keys")]
    [InlineData("archive/keys.connection", "archive")]
    [InlineData("owner/owner.connection", "archive_keys")]
    [InlineData("owner/keys-owner.connection", "archive")]
    [InlineData("archive/application.connection", "postgres")]
    public async Task Each_role_comes_into_its_own_database_alone(string file, string other)
    {
        Assert.Equal(1, await CountAsync(file, "select 1 from pg_roles where rolname = current_user and not (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls)"));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => CountAsync(file, "select 1", other));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private static string FindTools() => Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin";

    private async Task MakeRolesAsync()
    {
        var super = _super ?? throw new InvalidOperationException("The server is not started.");
        using var process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(DeployFiles.Root, "deploy/postgresql/roles.sh")])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = $"{FindTools()}:{Environment.GetEnvironmentVariable("PATH")}",
                ["SETTINGS"] = Path.Combine(DeployFiles.Root, "deploy/postgresql"),
                ["SECRETS"] = Path.Combine(Secrets, "postgresql"),
                ["PGHOST"] = super.Host,
                ["PGPORT"] = $"{super.Port}",
                ["PGPASSWORD"] = super.Password,
            },
        }) ?? throw new InvalidOperationException("bash did not start.");
        var error = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0, error);
    }

    private void Give(string setting, string file) => _archive.Settings[$"Archive__Store__PostgreSql__{setting}"] = Connection(file).ConnectionString;

    /// <summary>That of the file, at this server, which has no certificate.</summary>
    private NpgsqlConnectionStringBuilder Connection(string file) => new(File.ReadAllText(Path.Combine(Secrets, file)))
    {
        Host = _super?.Host,
        Port = _super?.Port ?? 0,
        SslMode = SslMode.Disable,
        RootCertificate = null,
        Pooling = false,
    };

    private async Task<int> CountAsync(string file, string sql, string? database = null)
    {
        var to = Connection(file);
        to.Database = database ?? to.Database;
        await using var connection = new NpgsqlConnection(to.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt32(await command.ExecuteScalarAsync(Token), System.Globalization.CultureInfo.InvariantCulture);
    }
}
