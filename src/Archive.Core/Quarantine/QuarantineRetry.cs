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

    /// <summary>After so many in vain, and not within an hour, an item is admitted without a file that always breaks.</summary>
    private const int MostTries = 3;

    private static readonly TimeSpan LeastPatience = TimeSpan.FromHours(1);

    private static readonly IReadOnlyDictionary<string, string?> NoChanges = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Tries these.</summary>
    /// <exception cref="ConnectorException">A platform could not be asked for names or members; the batches before stay settled, the others stay as they were.</exception>
    public async Task<RetryReport> RunAsync(
        IReadOnlyList<long> ids, string actor, Lease? lease, IProgress<RetryReport>? progress, CancellationToken cancellationToken)
    {
        using var raw = new RawItems(sources, imported);
        var run = new Run(raw, actor, lease, progress);
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
        using var raw = new RawItems(sources, imported);
        var run = new Run(raw, actor, lease, progress);
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
            run.Count((await SettleAsync(run, [.. ofSource], cancellationToken)).Items);
        }
    }

    private async Task<RetryResult> SettleAsync(Run run, IReadOnlyList<OpenedItem> items, CancellationToken cancellationToken)
    {
        while (true)
        {
            var batch = await ReadAsync(run, items, cancellationToken);
            try
            {
                return await quarantine.SettleAsync(batch, run.Actor, Timestamps.Cut(clock.GetUtcNow()), cancellationToken);
            }
            catch (RegisterChangedException)
            {
                // Under the new one.
            }
            finally
            {
                batch.Frame.ReleaseFiles();
            }
        }
    }

    private async Task<RetriedBatch> ReadAsync(Run run, IReadOnlyList<OpenedItem> items, CancellationToken cancellationToken)
    {
        var source = run.Raw.Find(items[0].Record);
        var preparation = source is null ? null : new PagePreparation(
            source.Connector,
            source.Retention,
            redactor,
            register,
            new ConsentTimeline(await records.ReadConsentsAsync(source.Connector.Source, null, cancellationToken)),
            clock);
        var retried = new List<RetriedItem>(items.Count);
        var read = new List<SourceItem>();
        foreach (var item in items)
        {
            var reading = await run.Raw.ReadAsync(item, withFiles: true, cancellationToken);
            read.AddRange(reading.Items);
            retried.Add(preparation is null || reading.Items.Count == 0
                ? RetriedItem.Stays(item.Record.Id, $"{QuarantineReasons.NotRetryable}: {reading.Refusal ?? "The bytes hold no message."}")
                : AwaitFiles(source?.Window, item.Record, reading.FilesNotReady, Prepare(preparation, item.Record, reading.Items)));
        }

        return new RetriedBatch(Frame(items[0].Record, source, run.Lease) with
        {
            Files = PreparedPage.FilesOf(read),
            IsOutdated = preparation?.WatchRegister(),
        }, retried);
    }

    private static RetriedItem Prepare(PagePreparation preparation, QuarantinedRecord item, IReadOnlyList<SourceItem> items)
    {
        var id = item.Id;
        var page = preparation.Prepare(new SourcePage(items, NoChanges));

        // Half an item would leave bytes behind of which nobody could say what is missing.
        if (page.Quarantined.Count > 0)
        {
            return RetriedItem.Stays(id, page.Quarantined[0].Reason);
        }

        // What is refused is destroyed. A source without a scope in force gets one, and then the message may be one that must be kept. One that was admitted
        // when it came is such a message, whatever has become of its people: it goes by retention or by two who discard it.
        return page.TurnedAway.FirstOrDefault(t => item.WasAdmitted || Enum.Parse<SanctionReason>(t.Reason).IsOfSource()) is { } passing
            ? RetriedItem.Stays(id, $"{QuarantineReasons.RefusedForNow}: {passing.Reason}")
            : new RetriedItem(id, page.Admitted, page.TurnedAway, null) { Known = KnownOfItem.Of([.. items.Select(i => i.Message).OfType<ChatMessage>()], null) };
    }

    /// <summary>Nothing asks for the files of a record that came out of quarantine. So where the platform forgets, an item waits for them for as long as they can
    /// be had, and elsewhere for some retries; then it is admitted without.</summary>
    /// <param name="notReady">What its reader says of a file that could not be fetched for now; null for nothing.</param>
    private RetriedItem AwaitFiles(TimeSpan? window, QuarantinedRecord record, string? notReady, RetriedItem item)
    {
        if (notReady is not null && item.Admitted.Count > 0 && !(record.Tries >= MostTries && clock.GetUtcNow() - record.TriedAt >= LeastPatience))
        {
            return RetriedItem.Stays(item.Id, $"{QuarantineReasons.FilesNotReady}: {notReady}");
        }

        var since = clock.GetUtcNow() - window;
        var missing = item.Admitted.Where(a => a.Message.SentAt > since).SelectMany(a => a.Message.Attachments).FirstOrDefault(a => a.State == AttachmentState.Failed);
        return missing is null ? item : RetriedItem.Stays(item.Id, $"{QuarantineReasons.FilesNotReady}: {missing.Reason}");
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
