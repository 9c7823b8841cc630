using Archive.Core.Completeness;
using Archive.Core.Connectors;
using Archive.Core.Jobs;
using Archive.Core.Messages;

namespace Archive.Jobs;

/// <summary>Confirms the days of one source that are over: reads them a second time and states what was found. May run twice at the same time, beside a pull,
/// and be killed anywhere.</summary>
public sealed class ConfirmSourceJob(SourceCatalog sources, Confirmation confirmation, IRecordStore records, JobRunner runner, IEnumerable<BeforeCapture> before)
{
    /// <returns>What it did; null when the source was being confirmed already.</returns>
    /// <exception cref="ArgumentException">No such source, or one that cannot be read a second time.</exception>
    /// <exception cref="ConnectorException">The source could not be read; statements that were made stay.</exception>
    public async Task<ConfirmationReport?> RunAsync(
        string source, string startedBy, IProgress<ConfirmationReport>? watcher, CancellationToken cancellationToken)
    {
        var configured = sources.Sources.FirstOrDefault(s => s.Name == source && s.CanConfirm)
            ?? throw new ArgumentException($"There is no source '{source}' that can be read a second time.", nameof(source));
        ConfirmationReport? report = null;
        await runner.RunAsync(
            JobNames.Confirm,
            source,
            startedBy,
            async (turn, token) =>
            {
                foreach (var step in before)
                {
                    await step(token);
                }

                report = await confirmation.RunAsync(
                    configured,
                    (await records.ReadCursorAsync(source, token)).ReadThrough,
                    JobNames.Actor(JobNames.Confirm, startedBy),
                    turn.Lease,
                    new Relay(turn.Progress, watcher),
                    token);
                turn.Progress.Set(report.Counts);
            },
            cancellationToken);
        return report;
    }

    private sealed class Relay(JobProgress progress, IProgress<ConfirmationReport>? watcher) : IProgress<ConfirmationReport>
    {
        public void Report(ConfirmationReport value)
        {
            progress.Set(value.Counts);
            watcher?.Report(value);
        }
    }
}
