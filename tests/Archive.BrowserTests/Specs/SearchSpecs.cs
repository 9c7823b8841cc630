using System.Text.RegularExpressions;
using Archive.BrowserTests.Pages;
using Microsoft.Playwright;

namespace Archive.BrowserTests.Specs;

[Collection(nameof(DemoArchive))]
public sealed class SearchSpecs(DemoArchive archive)
{
    [Theory]
    [InlineData("client", "en-GB")]
    [InlineData("\"value date\"", "en-GB")]
    [InlineData("客户", "zh-CN")]
    [InlineData("客户 OR client", "zh-CN")]
    public async Task Finds_words_phrases_and_Chinese_and_marks_them(string query, string locale)
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance", locale);

        await visitor.SearchAsync(query);

        Assert.NotEqual(0, await visitor.Hits.CountAsync());
        Assert.NotEqual(0, await visitor.Marks.CountAsync());
        Assert.DoesNotContain(Uri.EscapeDataString(query), visitor.Page.Url, StringComparison.Ordinal);
        Assert.DoesNotMatch("[?&]q", visitor.Page.Url);
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Opens_a_hit_in_its_conversation_with_and_without_script(bool script)
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance", script: script);
        await visitor.SearchAsync("client");

        await visitor.Hits.First.ClickAsync();

        await Assertions.Expect(visitor.Page.Locator("#focus")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.Locator("#focus mark").First).ToHaveTextAsync(new Regex("[Cc]lient", RegexOptions.None, TimeSpan.FromSeconds(30)));
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Paper_shows_the_hits_or_the_opened_conversation_black_on_white_and_who_printed(ColorScheme theme)
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance", theme: theme);
        await visitor.SearchAsync("client");
        await visitor.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        await Assertions.Expect(visitor.Hits.First).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByText("Printed by compliance")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Navigation).First).ToBeHiddenAsync();
        Assert.Equal("rgb(255, 255, 255)", await visitor.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));

        await visitor.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
        await visitor.Hits.First.ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#focus")).ToBeVisibleAsync();
        await visitor.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        await Assertions.Expect(visitor.Page.Locator("#focus")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Hits.First).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_query_that_cannot_be_read_points_at_the_column()
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance");

        await visitor.SearchAsync("price (spot");

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("7");
        Assert.Equal("price (spot", await visitor.Page.Locator("#query").InputValueAsync());
    }

    [Fact]
    public async Task The_keyboard_alone_goes_from_hit_to_hit_and_opens_one()
    {
        await using var visitor = await Visitor.SignedInAsync(archive, "compliance");
        await visitor.SearchAsync("client");
        await visitor.Page.Locator("h1, main").First.ClickAsync(new LocatorClickOptions { Position = new Position { X = 1, Y = 1 } });

        await visitor.Page.Keyboard.PressAsync("j");
        await visitor.Page.Keyboard.PressAsync("j");
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visitor.Page.Locator("#focus")).ToBeVisibleAsync();
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task The_auditor_sees_who_searched_what_for_which_purpose()
    {
        await using (var officer = await Visitor.SignedInAsync(archive, "compliance"))
        {
            await officer.SearchAsync("settlement", "Matter 2026-117");
        }

        await using var auditor = await Visitor.SignedInAsync(archive, "auditor");
        await auditor.Page.GotoAsync("/audit");

        var row = auditor.Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Matter 2026-117" }).First;
        await Assertions.Expect(row).ToContainTextAsync("compliance");
        await Assertions.Expect(row).ToContainTextAsync("settlement");
    }
}
