using Archive.Core.Jobs;
using Archive.Core.Quarantine;

namespace Archive.Jobs;

/// <summary>Reads items in quarantine again: all that a filter lets through, or those that are named. May be stopped or killed anywhere and run again.</summary>
public sealed class RetryQuarantineJob(QuarantineRetry retry, JobRunner runner, IEnumerable<BeforeCapture> before)
{
    /// <param name="ids">Those that are named; null for all that the filter lets through.</param>
    /// <returns>What it did; null when a retry was running already.</returns>
    /// <exception cref="Core.Connectors.ConnectorException">A platform could not be asked; what was settled before stays so.</exception>
    public async Task<RetryReport?> RunAsync(
        QuarantineFilter filter, IReadOnlyList<long>? ids, string startedBy, IProgress<RetryReport>? watcher, CancellationToken cancellationToken)
    {
        RetryReport? report = null;
        await runner.RunAsync(
            JobNames.RetryQuarantine,
            filter.Source,
            startedBy,
            async (turn, token) =>
            {
                foreach (var step in before)
                {
                    await step(token);
                }

                var actor = JobNames.Actor(JobNames.RetryQuarantine, startedBy);
                var relay = new Relay(turn.Progress, watcher);
                report = ids is null
                    ? await retry.RunAsync(filter, actor, turn.Lease, relay, token)
                    : await retry.RunAsync(ids, actor, turn.Lease, relay, token);
                turn.Progress.Set(report.Counts);
            },
            cancellationToken);
        return report;
    }

    private sealed class Relay(JobProgress progress, IProgress<RetryReport>? watcher) : IProgress<RetryReport>
    {
        public void Report(RetryReport value)
        {
            progress.Set(value.Counts);
            watcher?.Report(value);
        }
    }
}
