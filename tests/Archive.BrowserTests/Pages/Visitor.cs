using Microsoft.Playwright;

namespace Archive.BrowserTests.Pages;

/// <summary>A person with a browser window of their own. Finds things by role and label, as a person and a screen reader do.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly DemoArchive _archive;

    private Visitor(IBrowserContext context, IPage page, DemoArchive archive)
    {
        _context = context;
        _archive = archive;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>What went wrong in the page's script.</summary>
    public List<string> Errors { get; } = [];

    public static async Task<Visitor> ComeAsync(
        DemoArchive archive, string locale = "en-GB", int width = 1_440, ColorScheme theme = ColorScheme.Light, bool script = true)
    {
        Chromium.Require();
        var context = await archive.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = archive.Address.ToString(),
            Locale = locale,
            ColorScheme = theme,
            JavaScriptEnabled = script,
            ViewportSize = new ViewportSize { Width = width, Height = width > 800 ? 900 : 844 },
        });
        var visitor = new Visitor(context, await context.NewPageAsync(), archive);
        visitor.Page.PageError += (_, error) => visitor.Errors.Add(error);
        return visitor;
    }

    public static async Task<Visitor> SignedInAsync(
        DemoArchive archive, string account, string locale = "en-GB", int width = 1_440, ColorScheme theme = ColorScheme.Light, bool script = true)
    {
        var visitor = await ComeAsync(archive, locale, width, theme, script);
        await visitor.SignInAsync(account, archive.Password);
        return visitor;
    }

    public async Task SignInAsync(string account, string? password = null)
    {
        await Page.GotoAsync("/");
        await Page.Locator("#name").FillAsync(account);
        await Page.Locator("#password").FillAsync(password ?? _archive.Password);
        await SendAsync(Page.Locator("#password"));
    }

    public async Task SearchAsync(string query, string purpose = "Regulatory request")
    {
        await Page.GotoAsync("/search");
        await Page.Locator("#query").FillAsync(query);
        await Page.Locator("#purpose").FillAsync(purpose);
        await SendAsync(Page.Locator("#purpose"));
    }

    public async Task SaveAsync(string name)
    {
        await Page.Locator("details.save > summary").ClickAsync();
        await Page.Locator("details.save input[name=name]").FillAsync(name);
        await SendAsync(Page.Locator("details.save input[name=name]"));
    }

    /// <summary>Does nothing where one of the source waits already, but for a warning.</summary>
    public async Task ProposeScopeAsync(string source)
    {
        await Page.GotoAsync("/register");
        var form = Page.Locator("form[action*='handler=Propose']");
        foreach (var (field, value) in new[]
        {
            ("source", source), ("basis", "performance of a legal obligation"), ("purpose", "keep business communications"), ("reference", "SEC Rule 17a-4(b)(4)"),
            ("assessment", "PIA-2024-08"), ("review", "2090-01-01"), ("expires", "2091-01-01"), ("reason", "the assessment was renewed"),
        })
        {
            await form.Locator($"input[name={field}]").FillAsync(value);
        }

        await form.Locator("button").ClickAsync();
        await Page.Locator("p.note").First.WaitForAsync();
    }

    public async Task ReportAsync(string lines, string purpose = "Regulatory request")
    {
        await Page.GotoAsync("/searches/report");
        await Page.Locator("textarea[name=queries]").FillAsync(lines);
        await Page.Locator("form input[name=purpose]").FillAsync(purpose);
        await SendAsync(Page.Locator("form input[name=purpose]"));
    }

    /// <summary>Sends a form and waits until the next page stands there: the key alone may come back before the browser has begun.</summary>
    private async Task SendAsync(ILocator field)
    {
        var stands = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Note(object? sender, IFrame frame)
        {
            if (frame == Page.MainFrame)
            {
                stands.TrySetResult();
            }
        }

        Page.FrameNavigated += Note;
        try
        {
            await field.PressAsync("Enter");
            await stands.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
        finally
        {
            Page.FrameNavigated -= Note;
        }

        await Page.WaitForLoadStateAsync();
    }

    public ILocator Hits => Page.Locator("main a[href*='open=']");

    public ILocator Marks => Page.Locator("main mark");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
