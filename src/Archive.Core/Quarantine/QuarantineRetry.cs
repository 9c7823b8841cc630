using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Ingestion;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Core.Sanctioning;
using Archive.Core.Search;

namespace Archive.Core.Quarantine;

/// <summary>Reads items in quarantine again, after whatever kept them out was put right: raw bytes → mapping → gate → redaction → seal → append, as on the way
/// of a message, in bounded batches. May be stopped or killed anywhere, and run twice at the same time: an item that one has settled is gone for the other.</summary>
public sealed class QuarantineRetry(
    IQuarantine quarantine,
    IRecordStore records,
    ISearchIndex index,
    IRedactor redactor,
    Func<SanctionRegister> register,
    SourceCatalog sources,
    ImportedSource imported,
    TimeProvider clock)
{
    /// <summary>Items a transaction: raw bytes can be some megabytes each, and all of a batch are held at once.</summary>
    private const int BatchSize = 50;

    private static readonly IReadOnlyDictionary<string, string?> NoChanges = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Tries these.</summary>
    /// <exception cref="ConnectorException">A platform could not be asked for names or members; the batches before stay settled, the others stay as they were.</exception>
    public async Task<RetryReport> RunAsync(
        IReadOnlyList<long> ids, string actor, Lease? lease, IProgress<RetryReport>? progress, CancellationToken cancellationToken)
    {
        var run = new Run(new RawItems(sources, imported), actor, lease, progress);
        foreach (var chunk in ids.Distinct().Chunk(BatchSize))
        {
            await RetryAsync(run, chunk, cancellationToken);
        }

        await CatchUpAsync(cancellationToken);
        return run.Report;
    }

    /// <summary>Tries all that the filter lets through, each once.</summary>
    /// <exception cref="ConnectorException">As above.</exception>
    public async Task<RetryReport> RunAsync(
        QuarantineFilter filter, string actor, Lease? lease, IProgress<RetryReport>? progress, CancellationToken cancellationToken)
    {
        var run = new Run(new RawItems(sources, imported), actor, lease, progress);
        var after = 0L;
        while (await quarantine.ListAsync(filter, after, BatchSize, cancellationToken) is { Count: > 0 } batch)
        {
            await RetryAsync(run, [.. batch.Select(i => i.Id)], cancellationToken);
            after = batch[^1].Id;
        }

        await CatchUpAsync(cancellationToken);
        return run.Report;
    }

    private async Task RetryAsync(Run run, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var items = await quarantine.OpenAsync(ids, cancellationToken);
        run.Count([.. ids.Except(items.Select(i => i.Record.Id)).Select(id => (id, RetryOutcome.Gone))]);
        foreach (var ofSource in items.GroupBy(i => (i.Record.Source, i.Record.Platform)))
        {
            var batch = await ReadAsync(run, [.. ofSource], cancellationToken);
            var result = await quarantine.SettleAsync(batch, run.Actor, Timestamps.Cut(clock.GetUtcNow()), cancellationToken);
            run.Count(result.Items);
        }
    }

    private async Task<RetriedBatch> ReadAsync(Run run, IReadOnlyList<OpenedItem> items, CancellationToken cancellationToken)
    {
        var source = run.Raw.Find(items[0].Record);
        var preparation = source is null ? null : new PagePreparation(
            source.Connector,
            source.Retention,
            redactor,
            register(),
            new ConsentTimeline(await records.ReadConsentsAsync(source.Connector.Source, null, cancellationToken)),
            clock);
        var retried = new List<RetriedItem>(items.Count);
        foreach (var item in items)
        {
            var reading = await run.Raw.ReadAsync(item, cancellationToken);
            retried.Add(preparation is null || reading.Items.Count == 0
                ? new RetriedItem(item.Record.Id, [], [], $"{QuarantineReasons.NotRetryable}: {reading.Refusal ?? "The bytes hold no message."}")
                : Prepare(preparation, item.Record.Id, reading.Items));
        }

        return new RetriedBatch(Frame(items[0].Record, source, run.Lease), retried);
    }

    private static RetriedItem Prepare(PagePreparation preparation, long id, IReadOnlyList<SourceItem> items)
    {
        var page = preparation.Prepare(new SourcePage(items, NoChanges));

        // Half an item would leave bytes behind of which nobody could say what is missing.
        return page.Quarantined.Count > 0
            ? new RetriedItem(id, [], [], page.Quarantined[0].Reason)
            : new RetriedItem(id, page.Admitted, page.TurnedAway, null);
    }

    private PreparedPage Frame(QuarantinedRecord item, OpenedSource? source, Lease? lease) => new(
        item.Source,
        item.Platform,
        source?.Connector.Provenance ?? Provenance.Imported,
        Timestamps.Cut(clock.GetUtcNow()),
        0,
        source?.Retention ?? new Retention.RetentionPolicy("none", 0, Retention.RetentionAction.Keep),
        redactor.PolicyVersion,
        [],
        [],
        [],
        NoChanges) { Lease = lease };

    /// <summary>Also where nothing was settled: an earlier run may have been killed before its records were indexed. What is stored is stored: an index that is
    /// away catches up later by itself.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new IndexCatchUp(records, index).RunAsync(null, cancellationToken);
        }
        catch (IndexUnavailableException)
        {
            // The index job does it when it is back.
        }
    }

    private sealed class Run(RawItems raw, string actor, Lease? lease, IProgress<RetryReport>? progress)
    {
        public RawItems Raw => raw;

        public string Actor => actor;

        public Lease? Lease => lease;

        public RetryReport Report { get; private set; } = new(0, 0, 0, 0, 0);

        public void Count(IReadOnlyList<(long Id, RetryOutcome Outcome)> items)
        {
            Report = Report.With(items);
            progress?.Report(Report);
        }
    }
}
