namespace Archive.Cli.Hosting;

/// <summary>What a process does while it serves.</summary>
[Flags]
internal enum ServedParts
{
    /// <summary>Health alone.</summary>
    None = 0,

    /// <summary>Pages and API.</summary>
    Pages = 1,

    /// <summary>Schedules and workers.</summary>
    Jobs = 2,
}
