using System.Threading.Channels;
using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Core.Search;

namespace Archive.Core.Ingestion;

/// <summary>The way of a message: platform → connector → gate → redaction → seal and append → index.
/// <para>Three stages run side by side, joined by channels of a few pages: reading, preparing and sealing the next page, appending (record, leaf,
/// counters and cursor in one transaction), indexing. A slow stage makes the others wait, so memory stays bounded. What a crash does: before the
/// append, the page is read again from the same cursor; after it, the index catches up from its own cursor. Nothing is lost or repeated. A search
/// engine that is away does not keep anything from being captured: platforms keep messages for some days only, the index can wait.</para></summary>
public sealed class IngestionPipeline(
    IRecordStore records, ISearchIndex index, IRedactor redactor, RegisterDesk register, TimeProvider clock)
{
    /// <summary>Pages between preparing and appending. Two keep both busy; more only cost memory.</summary>
    private const int PagesToAppend = 2;

    /// <summary>Pages between appending and indexing: as many as an index commit takes, or one of the two would wait while the other works.</summary>
    private const int PagesToIndex = 12;

    /// <summary>Documents an index commit. The index has a cursor of its own, so a bigger batch than a page is safe and a third faster.</summary>
    private const int IndexBatch = 10_000;

    private const string Actor = "system:pull";

    /// <summary>Reads a source until it has nothing more for now.</summary>
    /// <param name="lease">Under which the source is read; null where nobody else can read it.</param>
    /// <exception cref="ConnectorException">The source could not be read; pages before stay appended.</exception>
    /// <exception cref="LeaseLostException">Another process reads the source now; pages before stay appended.</exception>
    public async Task<IngestionProgress> RunAsync(
        IChatConnector connector, RetentionPolicy retention, Lease? lease, IProgress<IngestionProgress>? progress, CancellationToken cancellationToken)
    {
        using var pull = IngestTelemetry.StartPull(connector.Source);
        await CatchUpAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var prepared = Channel.CreateBounded<PreparedWork>(PagesToAppend);
        var appended = Channel.CreateBounded<AppendResult>(PagesToIndex);
        var totals = new IngestionTotals(connector.Source);

        await RunTogetherAsync(
            stop,
            Task.Run(() => PrepareAsync(connector, retention, lease, prepared.Writer, stop.Token), CancellationToken.None),
            Task.Run(() => AppendAsync(connector, prepared.Reader, appended.Writer, totals, progress, stop.Token), CancellationToken.None),
            Task.Run(() => IndexAsync(connector.Source, appended.Reader, totals, progress, stop.Token), CancellationToken.None));
        pull.Done();
        return totals.Snapshot();
    }

    private async Task PrepareAsync(
        IChatConnector connector, RetentionPolicy retention, Lease? lease, ChannelWriter<PreparedWork> output, CancellationToken cancellationToken)
    {
        try
        {
            if (connector.Provenance == Provenance.Captured && register.Read().IsImported(connector.Source))
            {
                throw new ConnectorException(
                    ConnectorFailure.Permanent,
                    $"Source {connector.Source} has the name of an import, whose senders were registered without a signed notice. A live source needs a name of its own.");
            }

            var consents = new ConsentTimeline(await records.ReadConsentsAsync(connector.Source, null, cancellationToken));
            var preparation = new PagePreparation(connector, retention, redactor, register.Read, consents, clock);
            var cursor = await records.ReadCursorAsync(connector.Source, cancellationToken);
            await foreach (var page in connector.ReadAsync(cursor, cancellationToken))
            {
                // Before the messages that rest on it; should the page be lost in a crash, it is read and told again.
                if (page.Directory is { } directory)
                {
                    await register.SynchroniseAsync(connector.Source, directory, Actor, cancellationToken);
                }

                if (page.Listed is { } listed)
                {
                    await register.ListAsync(connector.Source, listed, Actor, cancellationToken);
                }

                preparation.ReadRegister();
                await output.WriteAsync(new PreparedWork(records.SealAhead(preparation.Prepare(page) with { Lease = lease }), page), cancellationToken);
            }

            output.Complete();
        }
        catch (Exception e)
        {
            output.Complete(e);
            throw;
        }
    }

    private async Task AppendAsync(
        IChatConnector connector,
        ChannelReader<PreparedWork> input,
        ChannelWriter<AppendResult> output,
        IngestionTotals totals,
        IProgress<IngestionProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var work in input.ReadAllAsync(cancellationToken))
            {
                var (page, result) = await AppendAsync(connector, work, cancellationToken);
                totals.Appended(page, work.From.Remaining, result);
                totals.Tell(progress);
                if (result.Records.Count > 0)
                {
                    await output.WriteAsync(result, cancellationToken);
                }
            }
        }
        finally
        {
            // A source that fails half-way leaves its appended pages to be indexed all the same.
            output.TryComplete();
        }
    }

    private async Task<(PreparedPage Page, AppendResult Result)> AppendAsync(IChatConnector connector, PreparedWork work, CancellationToken cancellationToken)
    {
        using var append = IngestTelemetry.StartPage(connector.Source);
        append.Tell("items", work.Page.Received);
        try
        {
            for (var page = work.Page; ;)
            {
                try
                {
                    var result = await records.AppendAsync(page, cancellationToken);
                    append.Done();
                    return (page, result);
                }
                catch (RegisterChangedException)
                {
                    page = await PrepareAgainAsync(connector, work, cancellationToken);
                }
            }
        }
        finally
        {
            work.Page.ReleaseFiles();
        }
    }

    /// <summary>The register has changed while the page waited for its turn. Beside the stage that prepares the pages behind it, so with consents of its own: those
    /// of the pages before are stored by now.</summary>
    private async Task<PreparedPage> PrepareAgainAsync(IChatConnector connector, PreparedWork work, CancellationToken cancellationToken)
    {
        var consents = new ConsentTimeline(await records.ReadConsentsAsync(connector.Source, null, cancellationToken));
        return new PagePreparation(connector, work.Page.Retention, redactor, register.Read, consents, clock).Prepare(work.From) with { Lease = work.Page.Lease };
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new IndexCatchUp(records, index).RunAsync(null, cancellationToken);
        }
        catch (IndexUnavailableException)
        {
            // The index job catches up when it is back.
        }
    }

    private async Task IndexAsync(
        string source,
        ChannelReader<AppendResult> input,
        IngestionTotals totals,
        IProgress<IngestionProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            await IndexPagesAsync(source, input, totals, progress, cancellationToken);
        }
        catch (IndexUnavailableException)
        {
            // What is stored is indexed when it is back; until then nothing waits for it here.
            await foreach (var _ in input.ReadAllAsync(cancellationToken))
            {
                totals.Tell(progress);
            }
        }
    }

    private async Task IndexPagesAsync(
        string source,
        ChannelReader<AppendResult> input,
        IngestionTotals totals,
        IProgress<IngestionProgress>? progress,
        CancellationToken cancellationToken)
    {
        var batch = new List<IndexDocument>(IndexBatch);
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (batch.Count < IndexBatch && input.TryRead(out var page))
            {
                foreach (var record in page.Records)
                {
                    batch.Add(IndexCatchUp.ToDocument(record.Sequence, source, record.Item.Message, record.Item.Marks, redactor.PolicyVersion));
                }
            }

            // More is on its way and the batch is not full: wait for it rather than commit a small one, unless the source is slow.
            if (batch.Count < IndexBatch && await MoreSoonAsync(input, cancellationToken))
            {
                continue;
            }

            await ApplyAsync(batch, totals, cancellationToken);
            totals.Tell(progress);
        }

        await ApplyAsync(batch, totals, cancellationToken);
        totals.Tell(progress);
    }

    private async Task ApplyAsync(List<IndexDocument> batch, IngestionTotals totals, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        var cursor = (await index.ReadStateAsync(cancellationToken)).Cursor;
        if (batch[0].Sequence != cursor + 1 || batch[^1].Sequence - batch[0].Sequence != batch.Count - 1)
        {
            // Another writer's records lie before or within, and the cursor must not pass over them; the store knows them.
            await new IndexCatchUp(records, index).RunAsync(null, cancellationToken);
        }

        await index.ApplyBatchAsync(batch, batch[^1].Sequence, cancellationToken);
        totals.Indexed(batch.Count);
        batch.Clear();
    }

    private static async Task<bool> MoreSoonAsync(ChannelReader<AppendResult> input, CancellationToken cancellationToken)
    {
        var more = input.WaitToReadAsync(cancellationToken).AsTask();
        return more == await Task.WhenAny(more, Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken)) && await more;
    }

    /// <summary>Waits for all; the first failure stops the others and is the one thrown.</summary>
    private static async Task RunTogetherAsync(CancellationTokenSource stop, params Task[] stages)
    {
        Exception? first = null;
        var left = stages.ToList();
        while (left.Count > 0)
        {
            var done = await Task.WhenAny(left);
            left.Remove(done);
            try
            {
                await done;
            }
            catch (ConnectorException e)
            {
                first = first is null or OperationCanceledException ? e : first;
            }
            catch (Exception e)
            {
                first ??= e;
                await stop.CancelAsync();
            }
        }

        if (first is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }
}

/// <param name="From">As it came, in case that the register changes before it is appended.</param>
internal sealed record PreparedWork(PreparedPage Page, SourcePage From);
