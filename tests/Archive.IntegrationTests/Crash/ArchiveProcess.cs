using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Archive.Storage;

namespace Archive.IntegrationTests.Crash;

/// <summary>Runs the program of the archive as a process of its own, to its end or to a sudden one.</summary>
internal static class ArchiveProcess
{
    /// <summary>Processes to kill in each test; ARCHIVE_TEST_KILLS asks for more.</summary>
    public static int Kills { get; } = int.Parse(Environment.GetEnvironmentVariable("ARCHIVE_TEST_KILLS") ?? "12", CultureInfo.InvariantCulture);

    public static DataFolder NewFolder() => new(Path.Combine(Path.GetTempPath(), "archive-test-" + Guid.NewGuid().ToString("N")));

    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> RunAsync(params string[] arguments)
    {
        var started = TimeProvider.System.GetTimestamp();
        await AskAsync(arguments);
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <returns>What a command with --json prints.</returns>
    public static async Task<JsonElement> AskJsonAsync(params string[] arguments)
    {
        var text = await AskAsync([.. arguments, "--json"]);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    /// <returns>True when it was killed, false when it had ended well before.</returns>
    public static async Task<bool> RunAndKillAsync(TimeSpan after, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var errors = process.StandardError.ReadToEndAsync(Stop);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(after);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        // 137 (-1 on Windows): killed. It may also have ended in the moment between.
        Assert.True(process.ExitCode is 0 or 137 or -1, $"{process.ExitCode}: {await output} {await errors}");
        return process.ExitCode != 0;
    }

    private static async Task<string> AskAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var errors = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, $"archive {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output} {errors}");
        return await output;
    }

    private static Process Start(IEnumerable<string> arguments) =>
        Process.Start(ArchiveProgram.With(arguments)) ?? throw new InvalidOperationException("The program could not be started.");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
