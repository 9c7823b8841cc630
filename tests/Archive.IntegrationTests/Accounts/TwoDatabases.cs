using Archive.IntegrationTests.Storage;
using Archive.Storage;
using Archive.Web.Auth;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Archive.IntegrationTests.Accounts;

/// <summary>Accounts in a file and on a server, without pages.</summary>
internal sealed class TwoDatabases : IAsyncDisposable
{
    private readonly PostgreSqlTestServer _server;
    private readonly string _folder = Directory.CreateTempSubdirectory("archive-accounts-").FullName;

    private TwoDatabases(PostgreSqlTestServer server, string database)
    {
        _server = server;
        Database = database;
        Settings = new ConfigurationBuilder().AddInMemoryCollection(server.Settings(database)).Build();
        File = UsersDatabase.ToWrite(Folder, new ConfigurationBuilder().Build());
        Server = UsersDatabase.ToWrite(Folder, Settings);
    }

    public DataFolder Folder => new(_folder);

    public string Database { get; }

    /// <summary>Of an archive on the server.</summary>
    public IConfiguration Settings { get; }

    public UsersDatabase File { get; }

    public UsersDatabase Server { get; }

    public static async Task<TwoDatabases> MakeAsync(PostgreSqlTestServer server)
    {
        var made = new TwoDatabases(server, await server.NewArchiveAsync());
        made.File.Upgrade();
        return made;
    }

    /// <summary>One account of each kind: open, closed, locked, a reviewer, with all that Identity can keep of one.</summary>
    public static async Task FillAsync(UsersDatabase database, CancellationToken cancellationToken)
    {
        await using var context = database.NewContext();
        context.AddRange(NewUser("ann", user => user.AccessFailedCount = 3), NewUser("rita"));
        context.Add(NewUser("closed", user => user.DisabledAt = new DateTimeOffset(2025, 3, 30, 2, 30, 0, TimeSpan.FromHours(2)).AddTicks(1_234_567)));
        context.Add(NewUser("locked", user => user.LockoutEnd = DateTimeOffset.MaxValue));
        context.AddRange(
            Role("ann", "compliance-officer"), Role("rita", "reviewer"), Role("closed", "auditor"), Role("locked", "operator"), Claim("rita", "slack"), Claim("rita", "客户 teams"));
        context.Add(new IdentityUserLogin<string> { UserId = "id-ann", LoginProvider = "oidc", ProviderKey = "sub-1", ProviderDisplayName = "Firm" });
        context.Add(new IdentityUserToken<string> { UserId = "id-ann", LoginProvider = "oidc", Name = "refresh", Value = "opaque" });
        context.Add(new IdentityRoleClaim<string> { RoleId = "auditor", ClaimType = "level", ClaimValue = "2" });
        await context.SaveChangesAsync(cancellationToken);
    }

    public static async Task<AccountRows> ReadAsync(UsersDatabase database, CancellationToken cancellationToken)
    {
        await using var context = database.NewContext();
        return await AccountRows.ReadAsync(context, cancellationToken);
    }

    public static async Task ChangeAsync(UsersDatabase database, string name, Action<ArchiveUser> change, CancellationToken cancellationToken)
    {
        await using var context = database.NewContext();
        change(await context.Users.SingleAsync(u => u.UserName == name, cancellationToken));
        await context.SaveChangesAsync(cancellationToken);
    }

    public Task ExecuteAsync(string sql) => _server.ExecuteAsync(Database, sql);

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        await _server.DropAsync(Database);
    }

    private static ArchiveUser NewUser(string name, Action<ArchiveUser>? more = null)
    {
        var user = new ArchiveUser
        {
            Id = "id-" + name,
            UserName = name,
            NormalizedUserName = name.ToUpperInvariant(),
            PasswordHash = "hash of " + name,
            SecurityStamp = "stamp of " + name,
            ConcurrencyStamp = "concurrency of " + name,
            LockoutEnabled = true,
            CreatedAt = new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(6_543_217),
        };
        more?.Invoke(user);
        return user;
    }

    private static IdentityUserRole<string> Role(string name, string role) => new() { UserId = "id-" + name, RoleId = role };

    private static IdentityUserClaim<string> Claim(string name, string source) => new() { UserId = "id-" + name, ClaimType = "archive-source", ClaimValue = source };
}
