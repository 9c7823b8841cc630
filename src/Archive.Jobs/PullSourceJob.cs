using Archive.Core.Connectors;
using Archive.Core.Ingestion;

namespace Archive.Jobs;

/// <summary>Reads one source until it has nothing more for now. May run twice at the same time and be killed anywhere: it goes on from its cursor.</summary>
public sealed class PullSourceJob(SourceCatalog sources, IngestionPipeline pipeline, JobRunner runner, IEnumerable<BeforeCapture> before)
{
    /// <returns>Totals of the run; null when the source was being read already.</returns>
    /// <exception cref="ArgumentException">No such source.</exception>
    /// <exception cref="ConnectorException">The source could not be read; the pages before stay appended.</exception>
    public Task<IngestionProgress?> RunAsync(
        string source, string startedBy, IProgress<IngestionProgress>? watcher, CancellationToken cancellationToken) =>
        RunAsync(JobNames.Pull, Find(source), startedBy, watcher, cancellationToken);

    /// <summary>Reads a source that the configuration does not name: an export file.</summary>
    public Task<IngestionProgress?> ImportAsync(
        ConfiguredSource source, string startedBy, IProgress<IngestionProgress>? watcher, CancellationToken cancellationToken) =>
        RunAsync(JobNames.Import, source, startedBy, watcher, cancellationToken);

    private async Task<IngestionProgress?> RunAsync(
        string job, ConfiguredSource source, string startedBy, IProgress<IngestionProgress>? watcher, CancellationToken cancellationToken)
    {
        IngestionProgress? totals = null;
        await runner.RunAsync(
            job,
            source.Name,
            startedBy,
            async (turn, token) =>
            {
                foreach (var step in before)
                {
                    await step(token);
                }

                totals = await pipeline.RunAsync(source.Open(), source.Retention, turn.Lease, new Relay(turn.Progress, watcher), token);
                turn.Progress.Set(Count(totals));
            },
            cancellationToken);
        return totals;
    }

    private ConfiguredSource Find(string name) =>
        sources.Find(name)
        ?? throw new ArgumentException(
            sources.Sources.Count == 0
                ? $"There is no source '{name}': the archive has no sources configured."
                : $"There is no source '{name}'. Known sources: {string.Join(", ", sources.Sources.Select(s => s.Name))}.",
            nameof(name));

    private static Dictionary<string, long> Count(IngestionProgress totals) => new(StringComparer.Ordinal)
    {
        ["pages"] = totals.Pages,
        ["received"] = totals.Received,
        ["admitted"] = totals.Admitted,
        ["refused"] = totals.Refused,
        ["withheld"] = totals.Withheld,
        ["duplicate"] = totals.Duplicate,
        ["quarantined"] = totals.Quarantined,
        ["redacted"] = totals.Redacted,
        ["indexed"] = totals.Indexed,
    };

    private sealed class Relay(JobProgress progress, IProgress<IngestionProgress>? watcher) : IProgress<IngestionProgress>
    {
        public void Report(IngestionProgress value)
        {
            progress.Set(Count(value));
            watcher?.Report(value);
        }
    }
}
