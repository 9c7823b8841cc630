using System.Globalization;
using System.Text.RegularExpressions;
using Archive.BrowserTests.Pages;
using Microsoft.Playwright;

namespace Archive.BrowserTests.Specs;

/// <summary>Review work on hits: marking, narrowing, saving, coming back, reporting.</summary>
[Collection(nameof(DemoArchive))]
public sealed class ReviewSpecs(DemoArchive archive)
{
    [Fact]
    public async Task The_keyboard_alone_marks_hits_opens_one_and_the_list_never_jumps()
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance");
        var page = visitor.Page;
        await visitor.SearchAsync("client");
        await page.Locator("#query").EvaluateAsync("e => e.blur()");

        for (var i = 0; i < 12; i++)
        {
            await page.Keyboard.PressAsync("j");
        }

        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator("#marked-count")).ToHaveTextAsync("1 marked");
        var scrolled = await page.Locator(".list").EvaluateAsync<double>("e => e.scrollTop");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#focus")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".why-hit")).ToContainTextAsync("Why this hit");
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator("#marked-count")).ToHaveTextAsync("0 marked");
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator("#marked-count")).ToHaveTextAsync("1 marked");

        Assert.Equal(scrolled, await page.Locator(".list").EvaluateAsync<double>("e => e.scrollTop"));
        var row = await page.Locator("a.hit[aria-current=true]").GetAttributeAsync("data-record");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator($"li:has([data-record='{row}']) button.mark")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Locator("#marked-count").ClickAsync();
        await Assertions.Expect(visitor.Hits).ToHaveCountAsync(1);
        await Assertions.Expect(visitor.Hits).ToHaveAttributeAsync("data-record", row!); // it was read above
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task The_way_back_from_a_record_leads_to_its_row_on_its_page()
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance");
        var page = visitor.Page;
        await visitor.SearchAsync("");
        await page.Locator("a[rel=next]").ClickAsync();
        await page.WaitForLoadStateAsync();
        await page.Locator("#query").EvaluateAsync("e => e.blur()");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        var row = await page.EvaluateAsync<string>("document.activeElement.dataset.record");

        await page.Keyboard.PressAsync("o");
        await page.WaitForURLAsync("**/records/**");
        await page.Locator("a.back").ClickAsync();
        await page.WaitForURLAsync("**/search/**");

        await Assertions.Expect(page.Locator("a.hit[aria-current=true]")).ToHaveAttributeAsync("data-record", row);
        await Assertions.Expect(page.Locator("a[rel=prev]")).ToBeVisibleAsync();
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task Marks_and_saves_without_script()
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance", script: false);
        var page = visitor.Page;
        await visitor.SearchAsync("client");

        await page.Locator("button.mark").Nth(2).ClickAsync();
        await Assertions.Expect(page.Locator("#marked-count")).ToHaveTextAsync("1 marked");
        await Assertions.Expect(page.Locator("button.mark").Nth(2)).ToHaveAttributeAsync("aria-pressed", "true");
        await visitor.SaveAsync("Without script");
        await page.GotoAsync("/searches");

        var row = page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Without script" }).First;
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Run now" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Without script");
        await row.Locator("details > summary").ClickAsync();
        await row.GetByText("Delete…").ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.Locator("table.saved").GetByText("Without script")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_scheduled_search_runs_as_its_owner_when_the_operator_starts_the_job()
    {
        await using var officer = await Visitor.SignedInAsync(archive, "compliance");
        await officer.SearchAsync("settlement", "Matter 2026-300");
        await officer.SaveAsync("Settlements by schedule");
        await officer.Page.GotoAsync("/searches");
        var row = officer.Page.Locator("table.saved tr").Filter(new LocatorFilterOptions { HasText = "Settlements by schedule" });
        await row.Locator("details > summary").ClickAsync();
        await row.Locator("select[name=schedule]").SelectOptionAsync("Daily");
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Set", Exact = true }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("daily");
        await Assertions.Expect(row.Locator("td").Nth(6)).ToHaveTextAsync("–");

        await using (var operation = await Visitor.SignedInAsync(archive, "operator"))
        {
            await operation.Page.GotoAsync("/jobs");
            await operation.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run now: Saved searches" }).ClickAsync();
            await Assertions.Expect(operation.Page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        }

        for (var i = 0; i < 480 && await row.Locator("td").Nth(6).InnerTextAsync() == "–"; i++)
        {
            await Task.Delay(250, TestContext.Current.CancellationToken);
            await officer.Page.ReloadAsync();
        }

        await Assertions.Expect(row.Locator("td").Nth(6)).ToHaveTextAsync("0");
        await using var auditor = await Visitor.SignedInAsync(archive, "auditor");
        await auditor.Page.GotoAsync("/audit");
        var entry = auditor.Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "made by schedule" }).First;
        await Assertions.Expect(entry).ToContainTextAsync("compliance");
        await Assertions.Expect(entry).ToContainTextAsync("Matter 2026-300");
    }

    [Theory]
    [InlineData("type:edit")]
    [InlineData("hit:")]
    public async Task A_facet_narrows_by_type_and_by_what_was_redacted(string filter)
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance");
        await visitor.SearchAsync("");

        var value = visitor.Page.Locator($".facet button[value^='{filter}']").First;
        var count = await value.Locator("data").GetAttributeAsync("value");
        await value.ClickAsync();
        await visitor.Page.WaitForLoadStateAsync();

        await Assertions.Expect(visitor.Page.Locator(".chip code").First).ToContainTextAsync(filter);
        await Assertions.Expect(visitor.Page.Locator(".totals strong")).ToHaveTextAsync(long.Parse(count!, null).ToString("N0", CultureInfo.InvariantCulture) + " hits"); // it was read above
    }

    [Fact]
    public async Task Dragging_over_months_narrows_to_them_and_the_table_does_the_same()
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance");
        var page = visitor.Page;
        await visitor.SearchAsync("");
        var bars = page.Locator(".bars [data-month]");
        var (first, last) = (await bars.Nth(1).BoundingBoxAsync(), await bars.Nth(3).BoundingBoxAsync());
        var months = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.bars [data-month]')].map(b => b.dataset.month)");

        await page.Mouse.MoveAsync(first!.X + (first.Width / 2), first.Y + 20); // both bars are drawn
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(last!.X + (last.Width / 2), last.Y + 10, new MouseMoveOptions { Steps = 5 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(page.Locator("#query")).ToHaveValueAsync(new Regex($"^after:{months[1]}-01 before:\\d{{4}}-\\d\\d-01$", RegexOptions.None, TimeSpan.FromSeconds(30)));

        await page.Locator("details.values > summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Narrow", Exact = true }).ClickAsync();
        await page.WaitForLoadStateAsync();
        await Assertions.Expect(page.Locator("#query")).ToHaveValueAsync(new Regex("^after:\\d{4}-\\d\\d-01 before:\\d{4}-\\d\\d-01$", RegexOptions.None, TimeSpan.FromSeconds(30)));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_report_of_search_terms_is_made_downloaded_and_printed()
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance");
        var page = visitor.Page;

        await visitor.ReportAsync("client\n客户\nprice (spot");
        var rows = page.Locator(".report tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(3);
        await Assertions.Expect(rows.Nth(2)).ToContainTextAsync("(column 7)");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("Download CSV").ClickAsync());
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        Assert.Equal("search-term-report.csv", download.SuggestedFilename);
        await Assertions.Expect(rows.First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("textarea")).ToBeHiddenAsync();
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task Paper_says_what_was_searched_by_whom_for_what_and_how_far_the_index_was()
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance");
        await visitor.SearchAsync("client", "Matter 2026-200");
        await visitor.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        var head = visitor.Page.Locator(".print-head");
        await Assertions.Expect(head).ToBeVisibleAsync();
        foreach (var fact in new[] { "client", "Matter 2026-200", "compliance", "han-pair", "of " })
        {
            await Assertions.Expect(head).ToContainTextAsync(fact);
        }

        await Assertions.Expect(visitor.Page.Locator("button.mark").First).ToBeHiddenAsync();
    }
}
