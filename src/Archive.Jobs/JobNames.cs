namespace Archive.Jobs;

/// <summary>Names of the jobs as they stand in the run history, in schedules and on the pages.</summary>
public static class JobNames
{
    /// <summary>Reads one source; one job per source.</summary>
    public const string Pull = "pull";

    /// <summary>Reads the days of one source that are over a second time; one job per source.</summary>
    public const string Confirm = "confirm";

    /// <summary>Brings the index up to the record store.</summary>
    public const string Index = "index";

    /// <summary>Disposes of what is due and not held.</summary>
    public const string CleanUp = "clean-up";

    /// <summary>Recomputes everything that is stored.</summary>
    public const string Verify = "verify";

    /// <summary>Runs the saved searches that are due.</summary>
    public const string RunSavedSearches = "run-saved-searches";

    /// <summary>Reads items in quarantine again. Started by people only, so it has no schedule.</summary>
    public const string RetryQuarantine = "retry-quarantine";

    /// <summary>Reads an export file. Started at the command line only, so it has no schedule.</summary>
    public const string Import = "import";

    /// <summary>Who started a run that nobody asked for.</summary>
    public const string Schedule = "schedule";

    /// <summary>Who started a pull that the platform itself asked for, by an event.</summary>
    public const string Event = "event";

    /// <summary>The name a job signs entries of the evidence log with: the person who asked for it, or the system.</summary>
    public static string Actor(string job, string startedBy) => startedBy is Schedule or Event ? $"system:{job}" : startedBy;
}
