using Archive.BrowserTests.Pages;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Archive.BrowserTests.Specs;

/// <summary>A source is made, changed and removed in the browser: by its labels, without script in one of the runs, in both languages, themes and widths.</summary>
[Collection(nameof(DemoArchive))]
public sealed class SourceFormSpecs(DemoArchive archive)
{
    [Theory]
    [InlineData("en-GB", 1_440, ColorScheme.Light, true)]
    [InlineData("zh-CN", 1_440, ColorScheme.Dark, true)]
    [InlineData("en-GB", 390, ColorScheme.Dark, true)]
    [InlineData("zh-CN", 390, ColorScheme.Light, true)]
    [InlineData("en-GB", 1_440, ColorScheme.Light, false)]
    public async Task A_source_is_made_tried_changed_and_removed(string locale, int width, ColorScheme theme, bool script)
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "operator", locale, width, theme, script);
        var page = visitor.Page;
        var found = new List<string>();
        foreach (var path in new[] { "/sources/new", "/sources/new/feishu", "/sources/new/wecom", "/sources/new/slack" })
        {
            await page.GotoAsync(path);
            await LookAsync(path.Replace('/', '-'));
        }

        // Nothing is filled in: the first button that a key finds tries, and every required field says so.
        await page.Locator("button[formaction*='Check']").ClickAsync();
        await Assertions.Expect(page.Locator("#f-Name-problem")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#f-Token-problem")).ToBeVisibleAsync();
        await LookAsync("-problems");

        await page.Locator("#f-Name").FillAsync("browser-desk");
        await page.GetByLabel(locale == "zh-CN" ? "令牌（OAuth Token）" : "Token", new() { Exact = true }).FillAsync("xoxp-typed-once");
        await page.Locator("details.step-body", new() { Has = page.Locator("#f-Address") }).Locator("summary").ClickAsync();
        await page.Locator("#f-Address").FillAsync(new Uri(archive.Address, "/nobody/").ToString()) /* answers at once, and not as Slack does */;
        await page.Locator("button[formaction*='Check']").ClickAsync();
        await Assertions.Expect(page.Locator("table.findings tr")).Not.ToHaveCountAsync(0, new() { Timeout = 40_000 });
        await LookAsync("-tried");

        // Typed once: it is saved all the same.
        await page.Locator("button[formaction*='Save']").ClickAsync();
        await page.WaitForURLAsync("**/sources");
        await Assertions.Expect(page.Locator("h2", new() { HasText = "browser-desk" })).ToBeVisibleAsync();
        await LookAsync("-saved");

        await page.Locator("a[href='/sources/browser-desk/edit']").ClickAsync();
        await Assertions.Expect(page.Locator("#f-Token")).ToHaveValueAsync("");
        await LookAsync("-edit");
        await page.Locator("#f-Schedule").SelectOptionAsync("h6");
        await page.Locator("button[formaction*='Save']").ClickAsync();
        await page.WaitForURLAsync("**/sources");

        await page.Locator("a[href='/sources/browser-desk/remove']").ClickAsync();
        await LookAsync("-remove");
        await page.Locator("input[name=understood]").CheckAsync();
        await page.Locator("button.danger").ClickAsync();
        await page.WaitForURLAsync("**/sources");
        await Assertions.Expect(page.Locator("h2", new() { HasText = "browser-desk" })).ToHaveCountAsync(0);
        Assert.Empty(found);
        Assert.Empty(visitor.Errors);

        async Task LookAsync(string what)
        {
            if (script)
            {
                var result = await page.RunAxe();
                found.AddRange(result.Violations.Select(v => $"{what}: {v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Target))}"));
            }

            var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            found.AddRange(overflow <= 0 ? [] : [$"{what}: {overflow} pixels wider than the window"]);
            if (Environment.GetEnvironmentVariable("ARCHIVE_TEST_SCREENSHOTS") is { Length: > 0 } folder && script)
            {
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"form{what}-{locale}-{width}-{theme}.png"), FullPage = true });
            }
        }
    }
}
