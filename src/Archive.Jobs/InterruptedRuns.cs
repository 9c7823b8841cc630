using Archive.Core.Jobs;
using Archive.Core.Retention;

namespace Archive.Jobs;

/// <summary>Settles, at the start, what a killed process left: runs as running, and records that a clean-up had taken out of the index and not yet
/// disposed of, which must be found again. Only the process that holds the data folder may do it: nothing else
/// can be running a job then. Whoever opens the archive calls it, before the first job runs.</summary>
public sealed class InterruptedRuns(IJobRunLog runs, RetentionSweep sweep)
{
    /// <summary>Runs looked at. Far more than can be running when a process dies; older ones were settled by earlier starts.</summary>
    private const int Newest = 500;

    /// <returns>Number of runs that were settled.</returns>
    public async Task<int> SettleAsync(CancellationToken cancellationToken)
    {
        var open = (await runs.ReadAsync(null, null, Newest, cancellationToken)).Where(run => run.Outcome == JobOutcome.Running).ToList();
        foreach (var run in open)
        {
            await runs.FinishAsync(
                run.Id,
                JobOutcome.Interrupted,
                run.Counts,
                "The process ended while the job ran. The next run goes on where it stopped.",
                cancellationToken);
        }

        await sweep.SettlePendingAsync(cancellationToken);
        return open.Count;
    }
}
