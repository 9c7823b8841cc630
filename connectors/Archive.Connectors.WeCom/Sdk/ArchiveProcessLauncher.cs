using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>Starts the archive's own program again, as the child process of a corporation. It gets none of the archive's environment but what a program and
/// the library need to run: no connection string, no secret.</summary>
public sealed class ArchiveProcessLauncher : ISdkLauncher
{
    private static readonly string[] Passed =
    [
        "PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "DOTNET_ROOT",
    ];

    private readonly string _program;
    private readonly string[] _before;

    /// <summary>This process' own program.</summary>
    public ArchiveProcessLauncher()
        : this(Environment.ProcessPath ?? throw new IOException("The path of the running program is not known."), OwnAssembly())
    {
    }

    /// <param name="program">The archive, or the .NET host.</param>
    /// <param name="before">What comes before the command: the archive's assembly for the .NET host.</param>
    public ArchiveProcessLauncher(string program, params string[] before) => (_program, _before) = (program, before);

    public bool NeedsLibrary => true;

    public ISdkProcess Start()
    {
        var start = new ProcessStartInfo(_program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in (string[])[.. _before, SdkHost.Command])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Except(Passed, StringComparer.OrdinalIgnoreCase).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0"; // a dump would hold messages
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // nobody looks in from outside, and a killed child leaves no socket behind
        try
        {
            return new Child(Process.Start(start) ?? throw new IOException("The child process could not be started."));
        }
        catch (Win32Exception e)
        {
            throw new IOException("The child process could not be started.", e);
        }
    }

    private static string[] OwnAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" && System.Reflection.Assembly.GetEntryAssembly()?.Location is { Length: > 0 } own ? [own] : [];

    private sealed class Child : ISdkProcess
    {
        private readonly Process _process;

        public Child(Process process)
        {
            _process = process;

            // Whatever the library prints is thrown away: it could be anything. Not reading it would stop the child once the pipe is full.
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
        }

        public Stream Requests => _process.StandardInput.BaseStream;

        public Stream Answers => _process.StandardOutput.BaseStream;

        public string? End
        {
            get
            {
                try
                {
                    return !_process.HasExited ? null
                        : _process.ExitCode > 128 && !OperatingSystem.IsWindows() ? string.Create(CultureInfo.InvariantCulture, $"signal {_process.ExitCode - 128}")
                        : string.Create(CultureInfo.InvariantCulture, $"exit code {_process.ExitCode}");
                }
                catch (InvalidOperationException)
                {
                    return null; // disposed of meanwhile: it was ended from here
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }

            _process.Dispose();
        }
    }
}
