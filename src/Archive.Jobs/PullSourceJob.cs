using Archive.Core.Connectors;
using Archive.Core.Ingestion;
using Archive.Core.Jobs;

namespace Archive.Jobs;

/// <summary>Reads one source until it has nothing more for now. May run twice at the same time and be killed anywhere: it goes on from its cursor.</summary>
public sealed class PullSourceJob(
    SourceCatalog sources, IEnumerable<RenewSources> renew, IngestionPipeline pipeline, IPullHints hints, JobRunner runner, IEnumerable<BeforeCapture> before)
{
    /// <summary>How long hints wait after a pull that failed: what is wrong at the platform takes longer than the retries of a run, or a person.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <returns>Totals of the run; null when the source was being read already, or an event asked for what was read since.</returns>
    /// <exception cref="ArgumentException">No such source.</exception>
    /// <exception cref="ConnectorException">The source could not be read; the pages before stay appended.</exception>
    public async Task<IngestionProgress?> RunAsync(
        string source, string startedBy, IProgress<IngestionProgress>? watcher, CancellationToken cancellationToken)
    {
        // Another process may have made it, given it another secret or removed it this moment.
        foreach (var step in renew)
        {
            await step(cancellationToken);
        }

        var configured = Find(source);
        if (startedBy == JobNames.Event && !(await hints.TakeAsync(source, cancellationToken)).Stands)
        {
            return null;
        }

        IngestionProgress? totals = null;
        await runner.RunAsync(
            JobNames.Pull,
            source,
            startedBy,
            async (turn, token) => totals = await PullAsync(configured, turn, watcher, token),
            cancellationToken);
        return totals;
    }

    /// <summary>Reads a source that the configuration does not name: an export file.</summary>
    public async Task<IngestionProgress?> ImportAsync(
        ConfiguredSource source, string startedBy, IProgress<IngestionProgress>? watcher, CancellationToken cancellationToken)
    {
        IngestionProgress? totals = null;
        await runner.RunAsync(
            JobNames.Import,
            source.Name,
            startedBy,
            async (turn, token) => totals = await ReadAsync(source.Open(), source, turn, watcher, token),
            cancellationToken);
        return totals;
    }

    private async Task<IngestionProgress> PullAsync(
        ConfiguredSource source, JobTurn turn, IProgress<IngestionProgress>? watcher, CancellationToken cancellationToken)
    {
        // Before anything is read: what is raised from here on may have happened where this run has been already, and asks for another one.
        var hint = await hints.TakeAsync(source.Name, cancellationToken);
        try
        {
            var connector = source.Open();
            var following = hint.Stands && connector is IHintedConnector hinted ? hinted.Following(hint.Conversations) : connector;
            var totals = await ReadAsync(following, source, turn, watcher, cancellationToken);
            await hints.CoverAsync(hint, CancellationToken.None);
            return totals;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            await TryPostponeAsync(source.Name);
            throw;
        }
    }

    private async Task TryPostponeAsync(string source)
    {
        try
        {
            await hints.PostponeAsync(source, AfterFailure, CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What stopped the pull must reach the caller, and says more: the store is away. The next one is only started sooner.
        }
    }

    private async Task<IngestionProgress> ReadAsync(
        IChatConnector connector, ConfiguredSource source, JobTurn turn, IProgress<IngestionProgress>? watcher, CancellationToken cancellationToken)
    {
        foreach (var step in before)
        {
            await step(cancellationToken);
        }

        var totals = await pipeline.RunAsync(connector, source.Retention, turn.Lease, new Relay(turn.Progress, watcher), cancellationToken);
        turn.Progress.Set(Count(totals));
        return totals;
    }

    private ConfiguredSource Find(string name) =>
        sources.Find(name)
        ?? throw new ArgumentException(
            sources.Sources.Count == 0
                ? $"There is no source '{name}': the archive has no sources configured."
                : $"There is no source '{name}'. Known sources: {string.Join(", ", sources.Sources.Select(s => s.Name))}.",
            nameof(name));

    private static Dictionary<string, long> Count(IngestionProgress totals)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal)
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
        if (totals.Unknown > 0)
        {
            counts["unknown"] = totals.Unknown; // seldom, and worth a look
        }

        return counts;
    }

    private sealed class Relay(JobProgress progress, IProgress<IngestionProgress>? watcher) : IProgress<IngestionProgress>
    {
        public void Report(IngestionProgress value)
        {
            progress.Set(Count(value));
            watcher?.Report(value);
        }
    }
}
