using Archive.Core.Jobs;
using Archive.Core.Retention;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Archive.Jobs;

/// <summary>Settles, at the start of a process, what a killed one left: runs as running whose lease nobody holds, and records that a clean-up had taken out
/// of the index and not yet disposed of, which must be found again. Whoever opens the archive calls it, before its first job runs.</summary>
public sealed class InterruptedRuns(
    IJobRunLog runs, ILeases leases, RetentionSweep sweep, IOptions<JobsOptions> options, TimeProvider clock, ILogger<InterruptedRuns> logger)
{
    /// <summary>Runs looked at. Far more than can be running when a process dies; older ones were settled by earlier starts.</summary>
    private const int Newest = 500;

    /// <returns>Number of runs that were settled.</returns>
    public async Task<int> SettleAsync(CancellationToken cancellationToken)
    {
        var settled = 0;
        foreach (var run in (await runs.ReadAsync(null, null, Newest, cancellationToken)).Where(run => run.Outcome == JobOutcome.Running))
        {
            if (!await leases.IsHeldAsync(CatalogedJob.Key(run.Job, run.Source), cancellationToken))
            {
                await runs.InterruptAsync(run, cancellationToken);
                settled++;
            }
        }

        await using var held = await HeldLease.TryTakeAsync(leases, JobNames.CleanUp, options.Value.Lease, clock, logger, cancellationToken);
        if (held is not null)
        {
            await sweep.SettlePendingAsync(cancellationToken);
        }

        return settled;
    }
}
