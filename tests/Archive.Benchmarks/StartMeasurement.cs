using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Archive.Benchmarks;

/// <summary>From the start of a process to its first answer: the pages over HTTP and a search at the command line, on an archive that is there, beside an
/// empty ASP.NET Core app.</summary>
internal static class StartMeasurement
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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

        var empty = new List<double>();
        var pages = new List<double>();
        var search = new List<double>();
        for (var round = 0; round <= bench.Options.Rounds; round++)
        {
            empty.Add(await AnswerAsync(Environment.ProcessPath!, url => [EmptyApp.Option, url]));
            pages.Add(await AnswerAsync(executable, url => ["serve", "--data", folder, "--urls", url]));
            search.Add(await EndAsync(executable, ["search", "--data", folder, "--purpose", "benchmark", "hotel"]));
        }

        // The first round reads the program from the disk.
        return new
        {
            emptyAppMilliseconds = empty.Skip(1).Median().Round(0),
            pagesMilliseconds = pages.Skip(1).Median().Round(0),
            searchMilliseconds = search.Skip(1).Median().Round(0),
            pagesAboveEmptyMilliseconds = pages.Zip(empty, (p, e) => p - e).Skip(1).Median().Round(0),
            searchAboveEmptyMilliseconds = search.Zip(empty, (s, e) => s - e).Skip(1).Median().Round(0),
        };
    }

    /// <summary>Milliseconds from the start of the process to its first answer over HTTP.</summary>
    private static async Task<double> AnswerAsync(string executable, Func<string, string[]> arguments)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        var started = Stopwatch.GetTimestamp();
        using var process = Start(executable, arguments(url));
        try
        {
            while (true)
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, $"{url}/health/live");
                    using var answer = await client.SendAsync(request, CancellationToken.None);
                    answer.EnsureSuccessStatusCode();
                    return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                }
                catch (HttpRequestException e) when (e.StatusCode is null && !process.HasExited && Stopwatch.GetElapsedTime(started) < Patience)
                {
                    await Task.Delay(2);
                }
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Milliseconds from the start of the process to its end.</summary>
    private static async Task<double> EndAsync(string executable, string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Start(executable, arguments);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && output.Length > 0
            ? Stopwatch.GetElapsedTime(started).TotalMilliseconds
            : throw new InvalidOperationException($"{executable} ended with {process.ExitCode} and {output.Length} characters of output.");
    }

    private static Process Start(string executable, string[] arguments)
    {
        var start = new ProcessStartInfo(executable, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        return Process.Start(start) ?? throw new InvalidOperationException($"{executable} did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Find(string? named) => (named is not null ? [named] : new[] { "Release", "Debug" }
        .Select(c => Path.Combine(AppContext.BaseDirectory, "../../../../../src/Archive.Cli/bin", c, "net10.0/archive")))
        .FirstOrDefault(File.Exists);
}
