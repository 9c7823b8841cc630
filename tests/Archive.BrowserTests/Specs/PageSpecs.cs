using Archive.BrowserTests.Pages;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Archive.BrowserTests.Specs;

/// <summary>Every page in both languages, themes and widths: nothing is wider than the window, axe finds nothing (the words have no say in that, so it is asked
/// in one language), and with ARCHIVE_TEST_SCREENSHOTS=DIR a picture of each is left to look at.</summary>
[Collection(nameof(DemoArchive))]
public sealed class PageSpecs(DemoArchive archive)
{
    private static readonly (string Account, string[] Paths)[] Visits =
    [
        ("compliance", ["/search", "results", "missing", "conversation", "/searches", "more", "/searches/report", "report", "/quarantine", "proposing", "proposed", "deciding", "/quarantine/1", "/holds", "/clean-up",
            "/register", "scope", "/register/accounts", "/register/notices", "link"]),
        ("operator", ["/quarantine", "retrying", "/sources", "tested", "/refusals", "/clean-up/run", "/jobs", "/users", "/health"]),
        ("auditor", ["/evidence", "/audit", "/completeness", "complete", "unexplained"]),
    ];

    [Theory]
    [InlineData("en-GB", 1_440, ColorScheme.Light)]
    [InlineData("zh-CN", 1_440, ColorScheme.Dark)]
    [InlineData("en-GB", 390, ColorScheme.Dark)]
    [InlineData("zh-CN", 390, ColorScheme.Light)]
    public async Task Is_accessible_and_fits_its_window(string locale, int width, ColorScheme theme)
    {
        var found = new List<string>();
        foreach (var (account, paths) in Visits)
        {
            await using var visitor = await Visitor.SignedInAsync(archive, account, locale, width, theme);
            foreach (var path in paths)
            {
                await OpenAsync(visitor, path, locale);
                found.AddRange(locale == "en-GB" ? await FindBarriersAsync(visitor.Page, path) : []);
                found.AddRange(await FindOverflowAsync(visitor.Page, path));
                found.AddRange(visitor.Errors);
                await PictureAsync(visitor.Page, $"{path.Trim('/').Replace('/', '-')}-{locale}-{width}-{theme}.png");
            }
        }

        Assert.Empty(found);
    }

    private static async Task OpenAsync(Visitor visitor, string path, string locale)
    {
        if (path is "results" or "conversation")
        {
            await visitor.SearchAsync(locale == "zh-CN" ? "客户" : "client");
            if (path == "results")
            {
                // So that the pages after this one have something to list.
                await visitor.SaveAsync($"Clients {locale} {visitor.Page.ViewportSize?.Width}");
            }

            if (path == "conversation")
            {
                await visitor.Page.GotoAsync((await visitor.Hits.First.GetAttributeAsync("href"))!);
            }

            return;
        }

        if (path is "missing" or "more")
        {
            // What opens on a page already there: the reasons and the months; what can be done with a saved search.
            await visitor.Page.Locator(path == "missing" ? "details.missing > summary" : "table.saved details > summary >> nth=0").ClickAsync();
            return;
        }

        if (path == "tested")
        {
            await visitor.Page.Locator("form[action*='handler=Test'] button >> nth=0").ClickAsync();
            await visitor.Page.Locator("table.reasons caption").WaitForAsync();
            return;
        }

        if (path is "complete" or "unexplained")
        {
            await visitor.Page.GotoAsync("/completeness");
            await visitor.Page.Locator(path == "complete" ? "a.cell.ok >> nth=1" : "a.cell.stop >> nth=0").ClickAsync();
            await visitor.Page.Locator("p.verdict").WaitForAsync();
            return;
        }

        if (path is "proposing" or "retrying")
        {
            // Two items that nobody has proposed yet.
            await visitor.Page.GotoAsync("/quarantine?proposed=false");
            await visitor.Page.Locator(".chosen input[type=checkbox] >> nth=0").CheckAsync();
            await visitor.Page.Locator(".chosen input[type=checkbox] >> nth=1").CheckAsync();
            await visitor.Page.Locator($"button[name=question][value={(path == "proposing" ? "Discard" : "Retry")}]").ClickAsync();
            await visitor.Page.Locator("section.confirm").WaitForAsync();
            return;
        }

        if (path == "proposed")
        {
            await visitor.Page.Locator("input[name=reason]").FillAsync("Test messages of the vendor, ticket 41");
            await visitor.Page.Locator("form[action*='handler=Propose'] button").ClickAsync();
            await visitor.Page.Locator("p.note.ok").WaitForAsync();
            return;
        }

        if (path == "deciding")
        {
            await visitor.Page.Locator("td.end a[href*='decide='] >> nth=0").ClickAsync();
            await visitor.Page.Locator("section.confirm").WaitForAsync();
            return;
        }

        if (path == "scope")
        {
            await visitor.ProposeScopeAsync("slack");
            await visitor.Page.Locator("td.end a[href*='decide='] >> nth=0").ClickAsync();
            await visitor.Page.Locator("section.confirm").WaitForAsync();
            return;
        }

        if (path == "link")
        {
            await visitor.Page.GotoAsync("/register/accounts");
            var person = await visitor.Page.Locator("tbody code >> nth=0").InnerTextAsync();
            await visitor.Page.GotoAsync("/register/notices");
            await visitor.Page.Locator("form[action*='handler=Link'] input[name=person]").FillAsync(person);
            await visitor.Page.Locator("form[action*='handler=Link'] button").ClickAsync();
            await visitor.Page.Locator("section.confirm").WaitForAsync();
            return;
        }

        if (path == "report")
        {
            await visitor.ReportAsync("client\n客户 OR transfer\nprice (spot\n\"value date\"");
            return;
        }

        var response = await visitor.Page.GotoAsync(path);
        Assert.Equal(200, response!.Status);
    }

    private static async Task<IEnumerable<string>> FindBarriersAsync(IPage page, string path) =>
        (await page.RunAxe()).Violations.Select(v => $"{path}: {v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Target))}");

    private static async Task<IEnumerable<string>> FindOverflowAsync(IPage page, string path)
    {
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return overflow <= 0 ? [] : [$"{path}: {overflow} pixels wider than the window"];
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("ARCHIVE_TEST_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name) });
        }
    }
}
