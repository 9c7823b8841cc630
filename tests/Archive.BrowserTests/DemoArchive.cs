using System.Diagnostics;
using System.Text.RegularExpressions;
using Archive.IntegrationTests;
using Archive.Storage;
using Microsoft.Playwright;

namespace Archive.BrowserTests;

/// <summary>A demo archive served by the program itself, and one browser for all tests. Started when the first test needs it.</summary>
public sealed partial class DemoArchive : IAsyncLifetime
{
    private const int Messages = 3_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "archive-browser-" + Guid.NewGuid().ToString("N"));
    private Process? _program;
    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public string Password { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Path is null)
        {
            return;
        }

        using (var load = StartProgram("--load-only"))
        {
            _ = load.StandardOutput.ReadToEndAsync();
            await load.WaitForExitAsync().WaitAsync(Patience);
        }

        await UnreadableItems.AddAsync(new DataFolder(_folder));
        await StatedDays.AddAsync(new DataFolder(_folder));
        _program = StartProgram("--urls", "http://127.0.0.1:0");
        await ReadIntroductionAsync(_program).WaitAsync(Patience);
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(60_000); // machines are busy
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium.Path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_program is not null)
        {
            _program.Kill();
            await _program.WaitForExitAsync();
            _program.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private Process StartProgram(params string[] more)
    {
        var start = ArchiveProgram.With(["demo", "--data", _folder, "--messages", $"{Messages}", .. more]);

        // Every test signs in from the same address; the limit has a test of its own elsewhere.
        start.Environment["Archive__Web__SignInsPerMinute"] = "1000";

        // What specs count is not disposed of, and what they start has not run before, at whatever time of day they come.
        start.Environment["Archive__Jobs__CleanUp"] = start.Environment["Archive__Jobs__RunSavedSearches"] = "0 0 29 2 *";
        var program = Process.Start(start) ?? throw new InvalidOperationException("The program could not be started.");
        program.ErrorDataReceived += (_, _) => { };
        program.BeginErrorReadLine();
        return program;
    }

    /// <summary>The program tells the password and the address when it serves.</summary>
    private async Task ReadIntroductionAsync(Process program)
    {
        while (await program.StandardOutput.ReadLineAsync() is { } line)
        {
            if (PasswordPattern().Match(line) is { Success: true } password)
            {
                Password = password.Groups[1].Value;
            }

            if (AddressPattern().Match(line) is { Success: true } address)
            {
                Address = new Uri(address.Groups[1].Value);
                _ = program.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException("The program ended before it served the pages.");
    }

    [GeneratedRegex(@"with the password (\S+)", RegexOptions.None, 30_000)]
    private static partial Regex PasswordPattern();

    [GeneratedRegex(@"Open (http://\S+) ", RegexOptions.None, 30_000)]
    private static partial Regex AddressPattern();
}

[CollectionDefinition(nameof(DemoArchive))]
public sealed class DemoArchiveCollection : ICollectionFixture<DemoArchive>;
