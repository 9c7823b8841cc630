using System.Diagnostics;

namespace Archive.IntegrationTests.ServerSetUp;

/// <summary>"archive work" or "archive serve" as a process of its own, which can be killed, paused and started anew.</summary>
internal sealed class ServerProcess(string command, string data, string url) : IAsyncDisposable
{
    private Process? _process;

    public Uri Address { get; } = new(url);

    public bool HasExited => _process is null or { HasExited: true };

    public void Start()
    {
        _process = Process.Start(ArchiveProgram.With(command, "--data", data, "--urls", Address.ToString()))!; // a program that cannot be started throws
        _process.OutputDataReceived += (_, line) => Tell(line.Data);
        _process.ErrorDataReceived += (_, line) => Tell(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>As a crash of the machine does: without a word.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            _process = null;
        }
    }

    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(TimeSpan patience)
    {
        var process = _process!; // it was started
        await SignalAsync("TERM");
        using var over = new CancellationTokenSource(patience);
        await process.WaitForExitAsync(over.Token);
        return process.ExitCode;
    }

    public Task PauseAsync() => SignalAsync("STOP");

    public Task ResumeAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process!.Id.ToString()]); // it was started
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    private void Tell(string? line)
    {
        if (!string.IsNullOrEmpty(line))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{command} {Address.Port}: {line}");
        }
    }
}
