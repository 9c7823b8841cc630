using System.Diagnostics;

namespace Archive.Benchmarks;

/// <summary>From the start of the process to the end of its first answer: the built executable, searching an archive that is there.</summary>
internal static class StartMeasurement
{
    public static async Task<object> RunAsync(Bench bench)
    {
        if (Find(bench.Options.ArchivePath) is not { } executable)
        {
            return new { omitted = "no built archive executable; build src/Archive.Cli or name one with --archive" };
        }

        string folder;
        using (var archive = new ArchiveUnderTest(bench))
        {
            await archive.FillAsync(bench, ArchiveUnderTest.Keep);
            folder = archive.Folder.Path;
        }

        var times = new List<double>();
        for (var run = 0; run <= bench.Options.Rounds; run++)
        {
            var started = Stopwatch.GetTimestamp();
            var start = new ProcessStartInfo(executable) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])["search", "--data", folder, "--purpose", "benchmark", "hotel"])
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start) ?? throw new InvalidOperationException($"{executable} did not start.");
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0 || output.Length == 0)
            {
                return new { omitted = $"'archive search' ended with {process.ExitCode} and {output.Length} characters of output. {await errors}".Trim() };
            }

            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return new { milliseconds = times.Skip(1).Median().Round(0), firstMilliseconds = times[0].Round(0) };
    }

    private static string? Find(string? named) => (named is not null ? [named] : new[] { "Release", "Debug" }
        .Select(c => Path.Combine(AppContext.BaseDirectory, "../../../../../src/Archive.Cli/bin", c, "net10.0/archive")))
        .FirstOrDefault(File.Exists);
}
