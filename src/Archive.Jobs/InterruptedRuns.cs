using Archive.Core.Jobs;
using Archive.Core.Retention;
using Microsoft.Extensions.Hosting;

namespace Archive.Jobs;

/// <summary>Settles, at the start, what a killed process left: runs as running, and records that a clean-up had taken out of the index and not yet
/// disposed of, which must be found again. Only the process that holds the data folder may do it: nothing else
/// can be running a job then.</summary>
public sealed class InterruptedRuns(IJobRunLog runs, RetentionSweep sweep) : IHostedService
{
    /// <summary>Runs looked at. Far more than can be running when a process dies; older ones were settled by earlier starts.</summary>
    private const int Newest = 500;

    public Task StartAsync(CancellationToken cancellationToken) => SettleAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
