using Archive.IntegrationTests.Storage;
using Archive.Storage;
using Archive.Web.Auth;
using Microsoft.Data.Sqlite;

namespace Archive.IntegrationTests.Accounts;

/// <summary>What earlier versions left: a users.db of their schema, beside records that are on a server already.</summary>
public sealed class UpgradeTests(PostgreSqlTestServer server) : IAsyncLifetime
{
    private TwoDatabases? _databases;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TwoDatabases Databases => _databases ?? throw new InvalidOperationException("The test has not begun.");

    private string Moved => Databases.Folder.Users + ".moved";

    public async ValueTask InitializeAsync() => _databases = await TwoDatabases.MakeAsync(server);

    public async ValueTask DisposeAsync()
    {
        if (_databases is not null)
        {
            await _databases.DisposeAsync();
        }
    }

    [Fact]
    public async Task Accounts_go_to_the_server_once_and_the_file_gets_another_name()
    {
        await TwoDatabases.FillAsync(Databases.File, Stop);
        var before = await TwoDatabases.ReadAsync(Databases.File, Stop);
        var early = Assert.Throws<StorageException>(Databases.Server.Open);

        Assert.Equal(4, await PrepareAsync());
        Assert.Equal(0, await PrepareAsync());

        Assert.Contains("archive migrate", early.Message, StringComparison.Ordinal);
        Assert.True(before.IsSameAs(await TwoDatabases.ReadAsync(Databases.Server, Stop)));
        Assert.Equal((false, true), (File.Exists(Databases.Folder.Users), File.Exists(Moved)));
        Databases.Server.Open();
    }

    [Fact]
    public async Task Killed_after_the_commit_it_only_renames_the_file_whatever_changed_meanwhile()
    {
        await TwoDatabases.FillAsync(Databases.File, Stop);
        await new AccountsCopy(Databases.File, Databases.Server).RunAsync(Stop);
        await TwoDatabases.ChangeAsync(Databases.Server, "ann", user => user.PasswordHash = "newer", Stop);
        Databases.Server.Open();

        Assert.Equal(4, await PrepareAsync());

        Assert.Equal("newer", (await TwoDatabases.ReadAsync(Databases.Server, Stop)).Users.Single(u => u.UserName == "ann").PasswordHash);
        Assert.Equal((false, true), (File.Exists(Databases.Folder.Users), File.Exists(Moved)));
    }

    [Fact]
    public async Task Stopped_half_way_it_leaves_nothing_and_begins_again()
    {
        await TwoDatabases.FillAsync(Databases.File, Stop);
        await Databases.ExecuteAsync(
            """
            create function public.stop() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
            create trigger stop before insert on accounts.user_claims for each row execute function public.stop();
            """);

        var failed = await Assert.ThrowsAsync<StorageException>(PrepareAsync);

        Assert.Contains("try again", failed.Message, StringComparison.Ordinal);
        Assert.Empty((await TwoDatabases.ReadAsync(Databases.Server, Stop)).Users);
        Assert.Equal((true, false), (File.Exists(Databases.Folder.Users), File.Exists(Moved)));
        await Databases.ExecuteAsync("drop trigger stop on accounts.user_claims");
        Assert.Equal(4, await PrepareAsync());
    }

    [Fact]
    public async Task Accounts_of_both_are_not_mixed()
    {
        await TwoDatabases.FillAsync(Databases.File, Stop);
        await using (var context = Databases.Server.NewContext())
        {
            context.Add(new ArchiveUser { UserName = "somebody", NormalizedUserName = "SOMEBODY" });
            await context.SaveChangesAsync(Stop);
        }

        var refused = await Assert.ThrowsAsync<StorageException>(PrepareAsync);

        Assert.Equal(StorageFailure.Refused, refused.Kind);
        Assert.True(File.Exists(Databases.Folder.Users));
        Assert.Single((await TwoDatabases.ReadAsync(Databases.Server, Stop)).Users);
    }

    [Fact]
    public async Task A_file_that_was_moved_earlier_is_not_written_over()
    {
        await TwoDatabases.FillAsync(Databases.File, Stop);
        await File.WriteAllTextAsync(Moved, "earlier", Stop);

        await Assert.ThrowsAsync<StorageException>(PrepareAsync);

        Assert.Equal("earlier", await File.ReadAllTextAsync(Moved, Stop));
        Assert.Empty((await TwoDatabases.ReadAsync(Databases.Server, Stop)).Users);
    }

    [Fact]
    public async Task A_file_without_accounts_goes()
    {
        await File.WriteAllTextAsync(Moved, "earlier", Stop);

        Assert.Equal(0, await PrepareAsync());

        Assert.False(File.Exists(Databases.Folder.Users));
        Databases.Server.Open();
    }

    [Fact]
    public async Task A_file_of_an_earlier_version_runs_no_script_twice()
    {
        SqliteConnection.ClearAllPools();
        File.Delete(Databases.Folder.Users);
        await MakeReleasedAsync();

        Databases.File.Upgrade();
        Databases.File.Upgrade();

        Assert.Equal(
            ["Archive.Web.Auth.Migrations.0001_identity.sql", "Archive.Web.Auth.Migrations.0002_reviewer.sql", "Archive.Web.Auth.Migrations.0003_cookie_keys.sql"],
            await ReadJournalAsync());
        var rows = await TwoDatabases.ReadAsync(Databases.File, Stop);
        Assert.Equal((8, "old"), (rows.Roles.Count, Assert.Single(rows.Users).UserName));
        Assert.Equal(1, await PrepareAsync());
    }

    [Fact]
    public void Scripts_have_the_same_names_in_both_dialects()
    {
        static IEnumerable<string> List(string prefix) => typeof(UsersDatabase).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..]).Order(StringComparer.Ordinal);

        Assert.Equal(List("Archive.Web.Auth.Migrations."), List("accounts/"));
        Assert.Equal(3, List("accounts/").Count());
    }

    private Task<int> PrepareAsync() => ArchiveUsers.PrepareAsync(Databases.Folder, Databases.Settings, Stop);

    /// <summary>As version 0.1.0 made it, by the first two scripts, with its journal.</summary>
    private async Task MakeReleasedAsync()
    {
        foreach (var script in new[] { "0001_identity.sql", "0002_reviewer.sql" })
        {
            await using var stream = typeof(UsersDatabase).Assembly.GetManifestResourceStream("Archive.Web.Auth.Migrations." + script)
                ?? throw new InvalidOperationException($"{script} is gone.");
            using var reader = new StreamReader(stream);
            await ExecuteAsync(await reader.ReadToEndAsync(Stop));
        }

        await ExecuteAsync(
            """
            create table [SchemaVersions] (SchemaVersionID integer constraint 'PK_SchemaVersions_SchemaVersionID' primary key autoincrement not null, ScriptName text not null, Applied datetime not null);
            insert into SchemaVersions (ScriptName, Applied) values
                ('Archive.Web.Auth.Migrations.0001_identity.sql', '2026-01-01'), ('Archive.Web.Auth.Migrations.0002_reviewer.sql', '2026-01-01');
            insert into users (Id, UserName, NormalizedUserName, EmailConfirmed, PhoneNumberConfirmed, TwoFactorEnabled, LockoutEnabled, AccessFailedCount, CreatedAt)
                values ('1', 'old', 'OLD', 0, 0, 0, 1, 0, '2026-01-02 03:04:05.1234567+00:00');
            """);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Databases.Folder.Users}");
        await connection.OpenAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Stop);
    }

    private async Task<List<string>> ReadJournalAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Databases.Folder.Users}");
        await connection.OpenAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "select ScriptName from SchemaVersions order by SchemaVersionID";
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var names = new List<string>();
        while (await reader.ReadAsync(Stop))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
