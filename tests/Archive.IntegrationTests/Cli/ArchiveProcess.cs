using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Archive.IntegrationTests.Cli;

/// <summary>Runs the built command as a process of its own, as a user does, in a folder of its own.</summary>
public sealed class ArchiveProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public ArchiveProcess()
    {
        Folder = Directory.CreateTempSubdirectory("archive-cli-").FullName;
    }

    public string Folder { get; }

    public string Data => Path.Combine(Folder, "data");

    /// <summary>Environment variables that the commands get beside those of the tests.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public static string TwoMessages { get; } =
        """
        {"id":"m1","conversation":"desk","sender":"alice","time":"2019-03-05T09:00:00Z","text":"please do the wire transfer today"}
        {"id":"m2","conversation":"desk","sender":"bob","time":"2019-03-05T10:01:00.123456+01:00","text":"内幕消息 write to bob@example.com"}
        """;

    public string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    public Task<Answer> ImportAsync(string? content = null) =>
        RunAsync("import", "--data", Data, "--format", "jsonl", Write("chat.jsonl", content ?? TwoMessages), "--json");

    public Task<Answer> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    public async Task<Answer> RunAsync(string? input, string[] arguments)
    {
        using var process = Start(arguments);
        try
        {
            await using (process.StandardInput)
            {
                await process.StandardInput.WriteAsync(input);
            }
        }
        catch (IOException)
        {
            // It ended without reading; its exit code tells.
        }

        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Patience);
        var output = process.StandardOutput.ReadToEndAsync(late.Token);
        var error = process.StandardError.ReadToEndAsync(late.Token);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new Answer(process.ExitCode, await output, await error);
    }

    /// <summary>Starts without waiting; the caller ends it.</summary>
    public Process Start(params string[] arguments)
    {
        var start = ArchiveProgram.With(arguments);
        (start.WorkingDirectory, start.RedirectStandardInput) = (Folder, true);
        start.StandardOutputEncoding = start.StandardErrorEncoding = System.Text.Encoding.UTF8;
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The command did not start.");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>How a command ended.</summary>
public sealed record Answer(int ExitCode, string Output, string Error)
{
    /// <summary>The output, which must be exactly one line of JSON.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.EndsWith("\n", Output, StringComparison.Ordinal);
            Assert.Single(Output.TrimEnd('\r', '\n').Split('\n'));
            using var parsed = JsonDocument.Parse(Output);
            return parsed.RootElement.Clone();
        }
    }

    public IReadOnlyList<string> Names => [.. Json.EnumerateObject().Select(p => p.Name)];

    /// <summary>Ended with this code and one line that says why; no stack trace.</summary>
    public void FailedWith(int exitCode, string part)
    {
        Assert.Equal(exitCode, ExitCode);
        Assert.Contains(part, Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }
}
