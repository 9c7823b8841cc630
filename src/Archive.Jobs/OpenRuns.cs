using Archive.Core.Jobs;

namespace Archive.Jobs;

/// <summary>Runs that stand in the history as running although nobody runs them.</summary>
internal static class OpenRuns
{
    public static Task InterruptAsync(this IJobRunLog runs, JobRun run, CancellationToken cancellationToken) => runs.FinishAsync(
        run.Id, JobOutcome.Interrupted, run.Counts, "The process ended while the job ran. The next run goes on where it stopped.", cancellationToken);
}
