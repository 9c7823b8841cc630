using Archive.BrowserTests.Pages;

namespace Archive.BrowserTests.Specs;

[Collection(nameof(DemoArchive))]
public sealed class SignInSpecs(DemoArchive archive)
{
    [Fact]
    public async Task Nobody_sees_anything_without_signing_in()
    {
        await using var visitor = await Visitor.ComeAsync(archive);

        foreach (var path in new[] { "/search", "/sources", "/holds", "/clean-up", "/evidence", "/audit", "/jobs", "/users", "/jobs/dashboard" })
        {
            await visitor.Page.GotoAsync(path);
            Assert.Contains("/sign-in", visitor.Page.Url, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_tells_nothing()
    {
        await using var visitor = await Visitor.ComeAsync(archive);

        await visitor.SignInAsync("auditor", "not-the-password");

        Assert.True(await visitor.Page.GetByText("Account or password is wrong").IsVisibleAsync());
        await visitor.Page.GotoAsync("/audit");
        Assert.Contains("/sign-in", visitor.Page.Url, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("operator", "/search")]
    [InlineData("operator", "/audit")]
    [InlineData("auditor", "/search")]
    [InlineData("auditor", "/users")]
    [InlineData("auditor", "/jobs/dashboard")]
    [InlineData("compliance", "/users")]
    [InlineData("compliance", "/jobs")]
    [InlineData("compliance", "/jobs/dashboard")]
    public async Task What_a_role_may_not_open_is_refused_and_not_listed(string account, string path)
    {
        await using var visitor = await Visitor.SignedInAsync(archive, account);

        Assert.Equal(0, await visitor.Page.Locator($"nav a[href='{path}']").CountAsync());
        var response = await visitor.Page.GotoAsync(path);
        Assert.Equal(403, response!.Status);
    }
}
