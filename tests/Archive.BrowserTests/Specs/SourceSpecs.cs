using System.Globalization;
using Archive.BrowserTests.Pages;
using Microsoft.Playwright;

namespace Archive.BrowserTests.Specs;

/// <summary>The demo's bank is on three platforms, and the pages tell them apart.</summary>
[Collection(nameof(DemoArchive))]
public sealed class SourceSpecs(DemoArchive archive)
{
    private static readonly string[] All = ["feishu", "slack", "wecom"];

    [Fact]
    public async Task All_sources_are_listed_and_offered_as_limits_of_a_reviewer()
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "operator");

        await visitor.Page.GotoAsync("/sources");
        var listed = await visitor.Page.Locator("section.panel:has(form[action*='handler=Run']) > header > h2").AllInnerTextsAsync();
        await visitor.Page.GotoAsync("/users");
        var offered = await visitor.Page.Locator("form input[name=source]").EvaluateAllAsync<string[]>("all => [...new Set(all.map(i => i.value))]");

        Assert.Equal(All, listed.Order(StringComparer.Ordinal));
        Assert.Equal(All, offered.Order(StringComparer.Ordinal));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task The_facet_of_sources_parts_all_hits_in_three()
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance");
        await visitor.SearchAsync("");
        var values = visitor.Page.Locator(".facet button[value^='source:']");
        var counts = (await values.Locator("data").EvaluateAllAsync<string[]>("all => all.map(d => d.value)")).Select(long.Parse).ToList();

        Assert.Equal(3, counts.Count);
        await Assertions.Expect(visitor.Page.Locator(".totals strong")).ToHaveTextAsync(counts.Sum().ToString("N0", CultureInfo.InvariantCulture) + " hits");
        await visitor.Page.Locator(".facet button[value='source:feishu']").ClickAsync();
        await visitor.Page.WaitForLoadStateAsync();
        await Assertions.Expect(visitor.Page.Locator(".chip code").First).ToContainTextAsync("source:feishu");
        Assert.Empty(visitor.Errors);
    }
}
