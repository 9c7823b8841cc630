namespace Archive.Jobs;

/// <summary>When jobs run, and how many at a time. Cron expressions are in UTC.</summary>
public sealed class JobsOptions
{
    public const string Section = "Archive:Jobs";

    internal const int MostWorkers = 32;

    /// <summary>Jobs that run at the same time, 1 to 32. Default 2: a long pull must not keep the index from catching up. Each pull holds a few pages in memory.</summary>
    public int Workers { get; set; } = 2;

    /// <summary>False for a process that serves pages and starts jobs which workers elsewhere run. Set by the host, not by settings.</summary>
    public bool RunHere { get; set; } = true;

    /// <summary>How long a job belongs to its process without a sign of life; then another one takes it over. Default 1 minute. Shorter finds a dead worker
    /// sooner, longer bears a longer pause.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    internal static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(3);

    /// <summary>Pull of a source that <see cref="Pull"/> does not name. Default every 15 minutes.</summary>
    public string DefaultPull { get; set; } = "*/15 * * * *";

    /// <summary>Pull schedule by source name.</summary>
    public Dictionary<string, string> Pull { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Second read of each source's days that are over. Default daily at 04:30: late enough for the day before to be settled, and early enough for people to
    /// see what is red when they come.</summary>
    public string Confirm { get; set; } = "30 4 * * *";

    /// <summary>Default each minute; a run that finds the index up to date costs one comparison.</summary>
    public string Index { get; set; } = "* * * * *";

    /// <summary>Default daily at 02:00, when few people search.</summary>
    public string CleanUp { get; set; } = "0 2 * * *";

    /// <summary>Default daily at 03:00, after the clean-up, so that what it did is checked the same night.</summary>
    public string Verify { get; set; } = "0 3 * * *";

    /// <summary>Check for saved searches that are due. Default each hour at minute 10; a check that finds none due costs one query.</summary>
    public string RunSavedSearches { get; set; } = "10 * * * *";

    /// <summary>How long a stopping process waits for its jobs to reach the end of their page. Default 15 seconds.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
