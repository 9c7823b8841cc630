namespace Archive.Cli.CommandLine;

/// <summary>What scripts can tell from the exit code. Never renumbered.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>It was understood and tried, and did not work. For <c>verify</c>: something is altered.</summary>
    public const int Failed = 1;

    /// <summary>Something could not be read: a query, archive.json, a file of the archive.</summary>
    public const int Unreadable = 2;

    /// <summary>It was understood and not allowed: a role, a folder that another process holds, a folder that is no demo.</summary>
    public const int Refused = 3;

    /// <summary>The command line itself is wrong (EX_USAGE of sysexits.h).</summary>
    public const int Usage = 64;

    /// <summary>Stopped with Ctrl-C (128 + SIGINT).</summary>
    public const int Stopped = 130;
}
