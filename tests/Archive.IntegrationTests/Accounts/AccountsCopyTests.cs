using Archive.IntegrationTests.Storage;
using Archive.Storage;
using Archive.Web.Auth;

namespace Archive.IntegrationTests.Accounts;

/// <summary>Accounts from a file to a server and back.</summary>
public sealed class AccountsCopyTests(PostgreSqlTestServer server) : IAsyncLifetime
{
    private TwoDatabases? _databases;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TwoDatabases Databases => _databases ?? throw new InvalidOperationException("The test has not begun.");

    public async ValueTask InitializeAsync() => _databases = await TwoDatabases.MakeAsync(server);

    public async ValueTask DisposeAsync()
    {
        if (_databases is not null)
        {
            await _databases.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_of_an_account_comes_along_once(bool toServer)
    {
        var (from, to) = Choose(toServer);
        await TwoDatabases.FillAsync(from, Stop);

        var first = await new AccountsCopy(from, to).RunAsync(Stop);
        var second = await new AccountsCopy(from, to).RunAsync(Stop);
        var back = await new AccountsCopy(to, from).RunAsync(Stop);

        Assert.Equal(
            (new AccountsCopied(4, WereThere: false), new AccountsCopied(4, WereThere: true), new AccountsCopied(4, WereThere: true)), (first, second, back));
        var there = await TwoDatabases.ReadAsync(to, Stop);
        Assert.Equal([4, 4, 2, 1, 1, 1], new[] { there.Users.Count, there.UserRoles.Count, there.UserClaims.Count, there.RoleClaims.Count, there.UserLogins.Count, there.UserTokens.Count });
        Assert.Equal(["slack", "客户 teams"], there.UserClaims.Select(c => c.ClaimValue!));
        var ann = there.Users.Single(u => u.UserName == "ann");
        Assert.Equal(("hash of ann", "stamp of ann", 3), (ann.PasswordHash, ann.SecurityStamp, ann.AccessFailedCount));
        var closed = there.Users.Single(u => u.UserName == "closed").DisabledAt;
        Assert.Equal((new DateTimeOffset(2025, 3, 30, 0, 30, 0, TimeSpan.Zero).AddTicks(1_234_560), TimeSpan.Zero), (closed, closed?.Offset));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Other_accounts_are_left_as_they_are(bool toServer)
    {
        var (from, to) = Choose(toServer);
        await TwoDatabases.FillAsync(from, Stop);
        await new AccountsCopy(from, to).RunAsync(Stop);
        await TwoDatabases.ChangeAsync(to, "ann", user => user.PasswordHash = "another", Stop);

        var refused = await Assert.ThrowsAsync<StorageException>(() => new AccountsCopy(from, to).RunAsync(Stop));

        Assert.Equal(StorageFailure.Refused, refused.Kind);
        Assert.Equal("another", (await TwoDatabases.ReadAsync(to, Stop)).Users.Single(u => u.UserName == "ann").PasswordHash);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task None_are_none(bool toServer)
    {
        var (from, to) = Choose(toServer);

        Assert.Equal(new AccountsCopied(0, WereThere: false), await new AccountsCopy(from, to).RunAsync(Stop));

        await TwoDatabases.FillAsync(to, Stop);
        await Assert.ThrowsAsync<StorageException>(() => new AccountsCopy(from, to).RunAsync(Stop));
    }

    private (UsersDatabase From, UsersDatabase To) Choose(bool toServer) =>
        toServer ? (Databases.File, Databases.Server) : (Databases.Server, Databases.File);
}
