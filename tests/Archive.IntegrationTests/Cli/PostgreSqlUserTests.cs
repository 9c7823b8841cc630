using Archive.IntegrationTests.Storage;

namespace Archive.IntegrationTests.Cli;

public sealed class PostgreSqlUserTests(PostgreSqlTestServer server) : UserContract
{
    private string? _database;

    public override async ValueTask InitializeAsync()
    {
        _database = await server.NewDatabaseAsync();
        Use(server.Settings(_database));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_database is not null)
        {
            await server.DropAsync(_database);
        }
    }

    [Fact]
    public async Task Accounts_are_in_the_database_and_wait_for_migrate()
    {
        await Archive.RunAsync("migrate", "--data", Archive.Data);
        Assert.Equal(0, (await AddAsync("ann", "Operator")).ExitCode);
        Assert.False(File.Exists(Path.Combine(Archive.Data, "users.db")), "the accounts are a file");
        Assert.False(Directory.Exists(Path.Combine(Archive.Data, "web-keys")), "the keys of cookies are files");

        await server.ExecuteAsync(_database!, "drop schema accounts cascade"); // made above

        (await Archive.RunAsync("user", "list", "--data", Archive.Data)).FailedWith(2, "archive migrate");
        Archive.Settings.Remove("Archive__Store__PostgreSql__OwnerConnectionString");
        (await AddAsync("ben", "Operator")).FailedWith(3, "archive migrate");
    }

    [Fact]
    public async Task An_upgrade_takes_the_accounts_of_users_db_along()
    {
        await MakeOldAsync();
        (await AddAsync("ben", "Operator")).FailedWith(3, "archive migrate");

        var migrated = await Archive.RunAsync("migrate", "--data", Archive.Data);
        var again = await Archive.RunAsync("migrate", "--data", Archive.Data, "--json");

        Assert.True(migrated.ExitCode == 0, migrated.Error);
        Assert.Contains("2 accounts", migrated.Output, StringComparison.Ordinal);
        Assert.Equal(0, again.Json.GetProperty("accountsMoved").GetInt32());
        Assert.True(File.Exists(Path.Combine(Archive.Data, "users.db.moved")));
        Assert.False(File.Exists(Path.Combine(Archive.Data, "users.db")));
        var listed = (await Archive.RunAsync("user", "list", "--data", Archive.Data, "--json")).Json.GetProperty("users").EnumerateArray().ToList();
        Assert.Equal(["ann", "rita"], listed.Select(u => u.GetProperty("name").GetString()!));
        Assert.Equal(["legal"], listed[1].GetProperty("sources").EnumerateArray().Select(s => s.GetString()!));
        Assert.Equal(0, (await AddAsync("ben", "Operator")).ExitCode);
    }

    /// <summary>Records on the server, accounts in a file: as the version before left it.</summary>
    private async Task MakeOldAsync()
    {
        await Archive.RunAsync("migrate", "--data", Archive.Data);
        var settings = Archive.Settings.ToDictionary();
        Archive.Settings.Clear();
        var elsewhere = Path.Combine(Archive.Folder, "elsewhere");
        foreach (var (name, role, source) in new[] { ("ann", "ComplianceOfficer", null), ("rita", "Reviewer", "legal") })
        {
            var added = await Archive.RunAsync(
                "a long enough password\n",
                ["user", "add", name, "--data", await MadeAsync(elsewhere), "--role", role, "--password-stdin", .. source is null ? Array.Empty<string>() : ["--source", source]]);
            Assert.True(added.ExitCode == 0, added.Error);
        }

        File.Copy(Path.Combine(elsewhere, "users.db"), Path.Combine(Archive.Data, "users.db"));
        foreach (var (name, value) in settings)
        {
            Archive.Settings[name] = value;
        }
    }

    private async Task<string> MadeAsync(string folder)
    {
        await Archive.RunAsync("migrate", "--data", folder);
        return folder;
    }

    private void Use(IReadOnlyDictionary<string, string?> settings)
    {
        foreach (var (name, value) in settings)
        {
            Archive.Settings[name.Replace(":", "__", StringComparison.Ordinal)] = value ?? "";
        }
    }
}
