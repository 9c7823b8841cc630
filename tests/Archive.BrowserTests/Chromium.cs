namespace Archive.BrowserTests;

/// <summary>The browser that is on this machine.</summary>
internal static class Chromium
{
    public const string Variable = "ARCHIVE_TEST_CHROMIUM";

    private static readonly string[] Places =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    public static string? Path { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? path : Places.FirstOrDefault(File.Exists);

    /// <summary>Skips the test, visibly, where there is no browser; fails it where servers are required.</summary>
    public static void Require()
    {
        if (Path is not null)
        {
            return;
        }

        const string reason = $"No Chromium, Chrome or Edge was found. Install one (Debian: apt-get install chromium fonts-droid-fallback fonts-noto-color-emoji), or name it in {Variable}.";
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ARCHIVE_TEST_REQUIRE_SERVERS") == "1", reason);
        Assert.Fail(reason);
    }
}
