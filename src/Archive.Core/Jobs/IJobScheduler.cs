namespace Archive.Core.Jobs;

/// <summary>The job catalogue as the pages and the command line see it.</summary>
public interface IJobScheduler
{
    IReadOnlyList<ScheduledJob> ReadJobs();

    /// <summary>Starts a job now, beside its schedule. A job that runs already is not started twice.</summary>
    /// <exception cref="ArgumentException">No job of that name and source.</exception>
    Task RunNowAsync(string job, string? source, string startedBy, CancellationToken cancellationToken);

    /// <summary>Starts reading items in quarantine again.</summary>
    /// <param name="source">Null for all sources.</param>
    /// <param name="kind">Kind of reason; null for all.</param>
    /// <param name="items">These alone; null for all of source and kind.</param>
    /// <returns>False when it runs already, and nothing was started.</returns>
    Task<bool> RetryQuarantineAsync(string? source, string? kind, long[]? items, string startedBy, CancellationToken cancellationToken);
}

/// <param name="Name">"pull", "index", "clean-up", "verify", "run-saved-searches".</param>
/// <param name="Source">For jobs of one source.</param>
/// <param name="Schedule">Cron expression, UTC.</param>
/// <param name="NextRun">Null when it is not scheduled in this process.</param>
public sealed record ScheduledJob(string Name, string? Source, string Schedule, DateTimeOffset? NextRun);
