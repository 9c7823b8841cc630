using System.Diagnostics;
using Archive.Simulators.WeCom;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

/// <summary>The fake library, compiled once, and a program around it for what would take the test process along.</summary>
public sealed class CompiledLibrary : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "wecom-fake-" + Guid.NewGuid().ToString("N"));

    /// <summary>Null where there is no compiler.</summary>
    public string? Library { get; private set; }

    public string Caller { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (FakeFinanceLibrary.FindCompiler() is not { } compiler)
        {
            return;
        }

        Library = await FakeFinanceLibrary.CompileAsync(_folder, CancellationToken.None);
        Caller = Path.Combine(_folder, "caller");
        await File.WriteAllTextAsync(Caller + ".c", NativeCaller.Source, CancellationToken.None);
        string[] arguments = ["-O1", "-Wall", "-Wextra", "-Werror", "-pthread", "-o", Caller, Caller + ".c", Library, "-Wl,-rpath," + _folder];
        using var process = Process.Start(new ProcessStartInfo(compiler, arguments) { UseShellExecute = false })!;
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.Equal(0, process.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Runs one of the caller's modes. Null exit code: it had to be killed.</summary>
    /// <param name="hangs">Ends when the caller should stand still; it is killed half a second later.</param>
    public async Task<(int? Code, string Output, string Errors)> RunAsync(
        WeComSimulator simulator, string mode, CancellationToken cancellationToken, Task? hangs = null)
    {
        var options = new WeComSimulatorOptions();
        var start = new ProcessStartInfo(Caller, [simulator.NativeProxy, options.CorpId, options.ArchiveSecret, mode])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(5));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        int? code;
        try
        {
            if (hangs is not null)
            {
                await hangs;
                limit.CancelAfter(TimeSpan.FromSeconds(0.5));
            }

            await process.WaitForExitAsync(limit.Token);
            code = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            code = null;
        }

        return (code, await output, await errors);
    }
}
