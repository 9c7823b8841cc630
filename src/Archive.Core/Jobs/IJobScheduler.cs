namespace Archive.Core.Jobs;

/// <summary>The job catalogue as the pages and the command line see it.</summary>
public interface IJobScheduler
{
    IReadOnlyList<ScheduledJob> ReadJobs();

    /// <summary>Starts a job now, beside its schedule. A job that runs already is not started twice.</summary>
    /// <exception cref="ArgumentException">No job of that name and source.</exception>
    Task RunNowAsync(string job, string? source, string startedBy, CancellationToken cancellationToken);
}

/// <param name="Name">"pull", "index", "clean-up", "verify", "run-saved-searches".</param>
/// <param name="Source">For jobs of one source.</param>
/// <param name="Schedule">Cron expression, UTC.</param>
/// <param name="NextRun">Null when it is not scheduled in this process.</param>
public sealed record ScheduledJob(string Name, string? Source, string Schedule, DateTimeOffset? NextRun);
