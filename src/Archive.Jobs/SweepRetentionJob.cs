using Archive.Core.Jobs;
using Archive.Core.Retention;

namespace Archive.Jobs;

/// <summary>The clean-up: disposes of what is due and not held. May be stopped or killed anywhere and run again.</summary>
public sealed class SweepRetentionJob(RetentionSweep sweep, JobRunner runner, InterruptedRuns interrupted, TimeProvider clock)
{
    /// <param name="at">Instant by which records must be due; null for now.</param>
    /// <returns>What it did; null when a clean-up was running already.</returns>
    /// <exception cref="JobFailedException">Some records could not be disposed of.</exception>
    /// <exception cref="LeaseLostException">Another process took the clean-up over.</exception>
    public async Task<RetentionReport?> RunAsync(
        DateTimeOffset? at, string startedBy, IProgress<RetentionReport>? watcher, CancellationToken cancellationToken)
    {
        RetentionReport? report = null;
        try
        {
            await runner.RunAsync(JobNames.CleanUp, null, startedBy, SweepAsync, cancellationToken);
            return report;
        }
        catch (LeaseLostException)
        {
            // What this run took out of the index and did not dispose of is found again, unless the process that took over does it anyway.
            await interrupted.SettleAsync(CancellationToken.None);
            throw;
        }

        async Task SweepAsync(JobTurn turn, CancellationToken token)
        {
            report = await sweep.RunAsync(
                at ?? clock.GetUtcNow(), JobNames.Actor(JobNames.CleanUp, startedBy), turn.Lease, new Relay(turn.Progress, watcher), token);
            turn.Progress.Set(Count(report));
            watcher?.Report(report);
            if (report.Failed > 0)
            {
                throw new JobFailedException($"{report.Failed} records could not be disposed of and are still kept. The next run tries them again.");
            }
        }
    }

    private static Dictionary<string, long> Count(RetentionReport report) => new(StringComparer.Ordinal)
    {
        ["due"] = report.Due,
        ["disposed"] = report.Disposed,
        ["held"] = report.Held,
        ["failed"] = report.Failed,
    };

    private sealed class Relay(JobProgress progress, IProgress<RetentionReport>? watcher) : IProgress<RetentionReport>
    {
        public void Report(RetentionReport value)
        {
            progress.Set(Count(value));
            watcher?.Report(value);
        }
    }
}
