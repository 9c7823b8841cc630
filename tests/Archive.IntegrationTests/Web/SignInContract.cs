using System.Net;
using Archive.Core.Audit;
using Archive.Web.Auth;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.IntegrationTests.Web;

public abstract class SignInContract(WebFixture fixture) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await fixture.RequireAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Locks_an_account_after_five_wrong_passwords_and_says_so_in_the_audit_trail()
    {
        await MakeAsync("lena");
        using var browser = fixture.Open();
        for (var i = 0; i < 5; i++)
        {
            await browser.SignInAsync("lena", "not the password");
        }

        var response = await browser.SignInAsync("lena", WebFixture.Password);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var events = await fixture.Services.GetRequiredService<AuditTrail>().ReadAsync(null, 1_000, TestContext.Current.CancellationToken);
        Assert.Contains(events, e => e.Actor == "lena" && e.Facts.What == "refused: locked out");
        Assert.Contains(events, e => e.Actor == "lena" && e.Facts.What == "refused: wrong password");
    }

    [Fact]
    public async Task Keeps_closed_accounts_out()
    {
        await MakeAsync("dieter");
        await using (var scope = fixture.Services.CreateAsyncScope())
        {
            var closed = await scope.ServiceProvider.GetRequiredService<UserDirectory>().DisableAsync("dieter", "owner", TestContext.Current.CancellationToken);
            Assert.True(closed.Done);
        }

        using var browser = fixture.Open();
        var response = await browser.SignInAsync("dieter", WebFixture.Password);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("LENNART")]
    [InlineData("lennart")]
    public async Task Knows_a_name_whatever_its_case(string name)
    {
        await MakeAsync("Lennart");
        using var browser = fixture.Open();

        var response = await browser.SignInAsync(name, WebFixture.Password);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    [Theory]
    [InlineData("' or 1=1 --")]
    [InlineData("a name that nobody has, with 客户 in it")]
    public async Task Answers_a_name_that_is_nobodys_as_a_wrong_password(string name)
    {
        using var browser = fixture.Open();

        var response = await browser.SignInAsync(name, WebFixture.Password);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("aaaaaaaaaaaaaa")]
    [InlineData("i-am-weakling-indeed")]
    public async Task Refuses_weak_passwords(string password)
    {
        await using var scope = fixture.Services.CreateAsyncScope();

        var made = await scope.ServiceProvider.GetRequiredService<UserDirectory>()
            .CreateAsync("weakling", password, ArchiveRoles.Auditor, [], "owner", TestContext.Current.CancellationToken);

        Assert.False(made.Done);
        Assert.NotEmpty(made.Errors);
    }

    [Fact]
    public async Task Leads_nowhere_but_home()
    {
        using var browser = fixture.Open();

        var response = await browser.PostAsync(
            "/sign-in", "/sign-in", ("Name", "carla"), ("Password", WebFixture.Password), ("ReturnUrl", "https://elsewhere.example/"));

        Assert.Equal("/", response.Headers.Location?.OriginalString);
        var cookie = response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("archive-session", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9", null, "登录")]
    [InlineData("zh", null, "登录")]
    [InlineData("de,en;q=0.5", null, "Sign in")]
    [InlineData("zh-CN", "c=en|uic=en", "Sign in")]
    public async Task Speaks_the_chosen_language_then_that_of_the_browser(string header, string? cookie, string expected)
    {
        using var browser = fixture.Open();
        browser.Headers["Accept-Language"] = header;
        if (cookie is not null)
        {
            browser.Cookies.Add(new Cookie("archive-language", Uri.EscapeDataString(cookie), "/", fixture.Address.Host));
        }

        var html = await browser.ReadAsync("/sign-in");

        Assert.Contains($"<h1>{expected}</h1>", html);
    }

    private async Task MakeAsync(string name)
    {
        await using var scope = fixture.Services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<UserDirectory>()
            .CreateAsync(name, WebFixture.Password, ArchiveRoles.Auditor, [], "owner", TestContext.Current.CancellationToken);
        Assert.True(made.Done || made.Errors.Any(e => e.Code == "DuplicateUserName"), string.Join(' ', made.Errors));
    }
}

public sealed class SignInTests(WebFixture fixture) : SignInContract(fixture), IClassFixture<WebFixture>;

public sealed class PostgreSqlSignInTests(PostgreSqlWebFixture fixture) : SignInContract(fixture), IClassFixture<PostgreSqlWebFixture>;
