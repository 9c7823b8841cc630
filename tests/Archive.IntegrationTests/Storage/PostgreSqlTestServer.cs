using Archive.IntegrationTests.Storage;
using Archive.Storage;
using Archive.Storage.PostgreSql;
using Archive.Web.Auth;
using Microsoft.Extensions.Configuration;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSqlTestServer))]

namespace Archive.IntegrationTests.Storage;

/// <summary>A real PostgreSQL for all tests: the one that ARCHIVE_TEST_POSTGRES names (a connection string of a superuser), or one that the first test
/// to need it starts from shared/servers/postgresql in a folder above, and that ends with the tests. Roles and databases are the run's own.</summary>
public sealed class PostgreSqlTestServer : IAsyncLifetime
{
    public const string Variable = "ARCHIVE_TEST_POSTGRES";

    /// <summary>Value of the variable where a server can neither be named nor started: the tests are skipped even where servers are required.</summary>
    private const string None = "none";

    private const string Reason =
        $"No PostgreSQL: name one in {Variable} (Host=…;Username=postgres;Password=…), or put shared/servers/postgresql into a folder above (Debian: postgresql-15).";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _run = "t" + Guid.NewGuid().ToString("N")[..8];
    private string? _super;
    private string? _failure;
    private string? _folder;

    /// <summary>Skips the test, visibly, where there is no server; fails it where servers are required, or where one does not start.</summary>
    public async Task<PostgreSqlTestServer> RequireAsync()
    {
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_super is null && _failure is null)
            {
                await FindAsync();
            }
        }
        finally
        {
            _gate.Release();
        }

        var isRequired = Environment.GetEnvironmentVariable("ARCHIVE_TEST_REQUIRE_SERVERS") == "1" && Environment.GetEnvironmentVariable(Variable) != None;
        Assert.SkipUnless(_failure != Reason || isRequired, Reason);
        Assert.True(_failure is null, _failure);
        return this;
    }

    /// <summary>As the superuser, past every right.</summary>
    public NpgsqlConnectionStringBuilder Super(string database) => new(_super!) { Database = database, Pooling = false }; // required before

    /// <summary>Options of an archive in a database, with a role for each purpose.</summary>
    public PostgreSqlOptions Options(string database) => new()
    {
        ConnectionString = As("application", database),
        OwnerConnectionString = As("owner", database),
        KeysConnectionString = As("keys", database),
        RetryDelay = TimeSpan.FromMilliseconds(50),
    };

    /// <summary>The same as settings.</summary>
    public IReadOnlyDictionary<string, string?> Settings(string database)
    {
        var options = Options(database);
        return new Dictionary<string, string?>
        {
            ["Archive:Store:Engine"] = "postgresql",
            ["Archive:Store:PostgreSql:ConnectionString"] = options.ConnectionString,
            ["Archive:Store:PostgreSql:OwnerConnectionString"] = options.OwnerConnectionString,
            ["Archive:Store:PostgreSql:KeysConnectionString"] = options.KeysConnectionString,
        };
    }

    /// <summary>A database with an empty archive in it.</summary>
    public async Task<string> NewArchiveAsync()
    {
        await RequireAsync();
        var name = $"{_run}_{Guid.NewGuid():N}";
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            // The server copies one database at a time.
            await ExecuteAsync("postgres", $"create database {name} template {_run} owner {_run}_owner");
        }
        finally
        {
            _gate.Release();
        }

        return name;
    }

    /// <summary>An empty database, without an archive in it.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        await RequireAsync();
        var name = $"{_run}_{Guid.NewGuid():N}";
        await ExecuteAsync("postgres", $"create database {name} owner {_run}_owner");
        return name;
    }

    public Task DropAsync(string database) => ExecuteAsync("postgres", $"drop database if exists {database} with (force)");

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Super(database).ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null && ServerScript.Find("postgresql", "stop") is { } stop)
        {
            await ServerScript.RunAsync(stop, [Path.Combine(_folder, "server"), "immediate"], CancellationToken.None);
            Directory.Delete(_folder, recursive: true);
        }
        else if (_super is not null)
        {
            foreach (var database in await ListDatabasesAsync())
            {
                await DropAsync(database);
            }

            await ExecuteAsync("postgres", $"drop role if exists {_run}_application; drop role if exists {_run}_keys; drop role if exists {_run}_owner");
        }

        _gate.Dispose();
    }

    /// <summary>Those of this run: the one that others are copied from, and what a test that failed has left.</summary>
    private async Task<IReadOnlyList<string>> ListDatabasesAsync()
    {
        await using var connection = new NpgsqlConnection(Super("postgres").ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand($"select datname from pg_database where starts_with(datname, '{_run}')", connection);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var names = new List<string>();
        while (await reader.ReadAsync(CancellationToken.None))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <summary>A server that a test may stop. Skips where none can be started.</summary>
    /// <returns>Connection string of its superuser.</returns>
    internal static async Task<string> StartAsync(string folder)
    {
        var start = ServerScript.Find("postgresql", "start");
        Assert.SkipUnless(start is not null && HasPostgreSql() && Environment.GetEnvironmentVariable(Variable) != None, Reason);
        var (exit, output) = await ServerScript.RunAsync(start!, [Path.Combine(folder, "server")], CancellationToken.None); // asked above
        var values = output.Split('\n').Select(l => l.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        Assert.True(exit == 0, $"PostgreSQL did not start: {output}");
        return $"Host={values["HOST"]};Port={values["PORT"]};Username={values["USER"]};Password={values["PASSWORD"]};Database=postgres";
    }

    internal static async Task StopAsync(string folder)
    {
        var (exit, output) = await ServerScript.RunAsync(
            ServerScript.Find("postgresql", "stop")!, [Path.Combine(folder, "server"), "immediate"], CancellationToken.None); // it was started from there
        Assert.True(exit == 0, output);
    }

    /// <summary>A folder that the server, which runs as nobody, can reach.</summary>
    internal static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("archive-postgresql-").FullName;
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        }

        return folder;
    }

    private static bool HasPostgreSql() => OperatingSystem.IsLinux() && Directory.Exists("/usr/lib/postgresql");

    private string As(string role, string database) =>
        new NpgsqlConnectionStringBuilder(_super!) { Username = $"{_run}_{role}", Password = $"{_run}-{role}", Database = database }.ConnectionString; // required before

    private async Task FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named and not None)
        {
            _super = named;
        }
        else if (Environment.GetEnvironmentVariable(Variable) == None || ServerScript.Find("postgresql", "start") is null || !HasPostgreSql())
        {
            _failure = Reason;
            return;
        }
        else
        {
            _folder = NewFolder();
            _super = await StartAsync(_folder);
        }

        // What every test's database is copied from. The migration makes the two other roles.
        await ExecuteAsync("postgres", $"create role {_run}_owner login createrole password '{_run}-owner'");
        await ExecuteAsync("postgres", $"create database {_run} owner {_run}_owner");
        PostgreSqlArchive.Migrate(Options(_run));
        await ArchiveUsers.PrepareAsync(
            new DataFolder("/nowhere"), new ConfigurationBuilder().AddInMemoryCollection(Settings(_run)).Build(), CancellationToken.None);
        await ExecuteAsync(_run, "create function public.zeroblob(size integer) returns bytea language sql as $$ select decode(repeat('00', size), 'hex') $$");
        NpgsqlConnection.ClearAllPools();
    }
}
