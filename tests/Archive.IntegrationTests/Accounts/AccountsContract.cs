using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Archive.Core.Search.Saved;
using Archive.IntegrationTests.Web;
using Archive.Web.Auth;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Accounts;

/// <summary>Accounts, wherever they are kept.</summary>
public abstract class AccountsContract(WebFixture fixture) : IAsyncLifetime
{
    private const string Other = "another-good-password";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await fixture.RequireAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Are_listed_by_name_with_what_they_may()
    {
        var before = TimeProvider.System.GetUtcNow();
        await MakeAsync("zora_1", ArchiveRoles.Auditor);
        await MakeAsync("Zora2", ArchiveRoles.Reviewer, "teams", "slack");

        var listed = await UseAsync(users => users.ListAsync(Stop));

        Assert.Equal(listed.Select(e => e.Name.ToUpperInvariant()).Order(StringComparer.Ordinal), listed.Select(e => e.Name.ToUpperInvariant()));
        var reviewer = listed.Single(e => e.Name == "Zora2");
        Assert.Equal([ArchiveRoles.Reviewer], reviewer.Roles);
        Assert.Equal(["slack", "teams"], reviewer.Sources);
        Assert.Equal(TimeSpan.Zero, reviewer.CreatedAt.Offset);
        Assert.InRange(reviewer.CreatedAt, before.AddSeconds(-1), TimeProvider.System.GetUtcNow());
        Assert.Equal((null, null), (reviewer.DisabledAt, reviewer.LockedUntil));
    }

    [Fact]
    public async Task Have_a_name_once_whatever_its_case()
    {
        await MakeAsync("Anton", ArchiveRoles.Auditor);

        var again = await UseAsync(users => users.CreateAsync("ANTON", WebFixture.Password, ArchiveRoles.Auditor, [], "owner", Stop));

        Assert.Equal("DuplicateUserName", Assert.Single(again.Errors).Code);
    }

    [Fact]
    public async Task Are_locked_for_a_quarter_of_an_hour_after_five_wrong_passwords_and_opened_again()
    {
        await MakeAsync("lorenz", ArchiveRoles.Auditor);
        using var browser = fixture.Open();
        for (var i = 0; i < 4; i++)
        {
            await browser.SignInAsync("lorenz", "not the password");
        }

        Assert.Null((await FindAsync("lorenz")).LockedUntil);
        await browser.SignInAsync("lorenz", "not the password");

        var locked = (await FindAsync("lorenz")).LockedUntil;
        Assert.InRange(locked!.Value, TimeProvider.System.GetUtcNow().AddMinutes(14), TimeProvider.System.GetUtcNow().AddMinutes(15)); // it is locked
        Assert.Equal(locked, (await FindAsync("lorenz")).LockedUntil);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SignInAsync("lorenz", WebFixture.Password)).StatusCode);
        Assert.True((await UseAsync(users => users.EnableAsync("Lorenz", "owner", Stop))).Done);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync("lorenz", WebFixture.Password)).StatusCode);
    }

    [Fact]
    public async Task Are_closed_and_opened()
    {
        await MakeAsync("clara", ArchiveRoles.Auditor);
        var stamp = await StampAsync("clara");

        Assert.True((await UseAsync(users => users.DisableAsync("clara", "owner", Stop))).Done);

        var closed = (await FindAsync("clara")).DisabledAt;
        Assert.InRange(closed!.Value, TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow()); // it is closed
        Assert.NotEqual(stamp, await StampAsync("clara"));
        Assert.Equal("OwnAccount", (await UseAsync(users => users.DisableAsync("clara", "Clara", Stop))).Errors[0].Code);
        Assert.True((await UseAsync(users => users.EnableAsync("clara", "owner", Stop))).Done);
        Assert.Null((await FindAsync("clara")).DisabledAt);
    }

    [Fact]
    public async Task Get_another_password_which_ends_their_sessions()
    {
        await MakeAsync("pia", ArchiveRoles.Auditor);
        var stamp = await StampAsync("pia");

        Assert.True((await UseAsync(users => users.ResetPasswordAsync("pia", Other, "owner", Stop))).Done);

        using var browser = fixture.Open();
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SignInAsync("pia", WebFixture.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync("pia", Other)).StatusCode);
        Assert.NotEqual(stamp, await StampAsync("pia"));
    }

    [Fact]
    public async Task A_reviewer_finds_what_is_in_the_sources_of_the_account_alone()
    {
        await MakeAsync("rudi", ArchiveRoles.Reviewer, "elsewhere");
        Assert.Equal(0, await CountHitsAsync("rudi"));
        var stamp = await StampAsync("rudi");

        Assert.True((await UseAsync(users => users.LimitAsync("rudi", ["slack", "elsewhere", "slack"], "owner", Stop))).Done);

        Assert.InRange(await CountHitsAsync("rudi"), 1, int.MaxValue);
        Assert.Equal(["elsewhere", "slack"], (await FindAsync("rudi")).Sources);
        Assert.NotEqual(stamp, await StampAsync("rudi"));
    }

    [Fact]
    public async Task The_owner_of_a_scheduled_search_is_looked_up_each_time()
    {
        var owners = fixture.Services.GetRequiredService<ISearchOwners>();
        await MakeAsync("oda", ArchiveRoles.ComplianceOfficer);
        Assert.True((await owners.ReadAsync("oda", Stop)).Scope is { Sources: null });

        await using (var scope = fixture.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<ArchiveUser>>();
            var user = await users.FindByNameAsync("oda") ?? throw new InvalidOperationException("It was made.");
            Assert.True((await users.RemoveFromRoleAsync(user, ArchiveRoles.ComplianceOfficer)).Succeeded);
            Assert.True((await users.AddToRoleAsync(user, ArchiveRoles.Auditor)).Succeeded);
        }

        Assert.Equal(SavedSearchTrouble.RoleLost, (await owners.ReadAsync("oda", Stop)).Trouble);
        Assert.Equal([ArchiveRoles.Auditor], (await FindAsync("oda")).Roles);
        await UseAsync(users => users.DisableAsync("oda", "owner", Stop));
        Assert.Equal(SavedSearchTrouble.OwnerClosed, (await owners.ReadAsync("oda", Stop)).Trouble);
    }

    private async Task MakeAsync(string name, string role, params string[] sources)
    {
        var made = await UseAsync(users => users.CreateAsync(name, WebFixture.Password, role, sources, "owner", Stop));
        Assert.True(made.Done, string.Join(' ', made.Errors));
    }

    private async Task<DirectoryEntry> FindAsync(string name) => (await UseAsync(users => users.ListAsync(Stop))).Single(e => e.Name == name);

    private async Task<string?> StampAsync(string name)
    {
        await using var scope = fixture.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<UserManager<ArchiveUser>>().FindByNameAsync(name))?.SecurityStamp;
    }

    private async Task<T> UseAsync<T>(Func<UserDirectory, Task<T>> work)
    {
        await using var scope = fixture.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<UserDirectory>());
    }

    private async Task<long> CountHitsAsync(string name)
    {
        using var browser = fixture.Open();
        await browser.SignInAsync(name, WebFixture.Password);
        browser.Headers["X-CSRF-TOKEN"] = (await ReadAsync(await browser.GetAsync("/api/v1/session"))).GetProperty("token").GetString() ?? "";
        var answer = await browser.SendAsync(HttpMethod.Post, "/api/v1/searches", JsonContent.Create(new { query = "wire", purpose = "Internal audit", order = "newest" }));
        return (await ReadAsync(answer)).GetProperty("total").GetInt64();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop)).RootElement;
}

public sealed class SqliteAccountsTests(WebFixture fixture) : AccountsContract(fixture), IClassFixture<WebFixture>;

public sealed class PostgreSqlAccountsTests(PostgreSqlWebFixture fixture) : AccountsContract(fixture), IClassFixture<PostgreSqlWebFixture>;
