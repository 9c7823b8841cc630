namespace Archive.Cli.CommandLine;

/// <summary>A command ends with this exit code and this line: what happened, why, and what to do. Holds no content and no secret.</summary>
internal sealed class CliException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
