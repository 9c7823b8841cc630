using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Core.Search;

namespace Archive.Core.Retention;

/// <summary>The clean-up: due records that nothing holds leave the index, then the store, in bounded batches. May be stopped or killed at any
/// point and run again. Two at the same time are kept apart by the lease: a record that one takes out of the index must not be put back by the other
/// before it is gone.</summary>
public sealed class RetentionSweep(
    IDispositionStore dispositions, IRecordStore records, ISearchIndex index, LegalHolds holds, Func<SanctionRegister> register, TimeProvider clock)
{
    /// <summary>Records a transaction. Each batch costs four durable commits, and keeps writers waiting for some tens of milliseconds.</summary>
    private const int BatchSize = 2_000;

    /// <summary>What a run would do now, changing nothing.</summary>
    public async Task<RetentionReport> SimulateAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var report = new RetentionReportBuilder();
        var guard = new DeletionGuard(await holds.ListAsync(cancellationToken), register());
        await foreach (var batch in ReadDueAsync(at, cancellationToken))
        {
            foreach (var candidate in batch)
            {
                report.Count(guard.Decide(candidate, Day(at)));
            }
        }

        return report.Build(simulated: true);
    }

    /// <param name="at">Instant by which records are due. One in the future shows what is still under its minimum; nothing is deleted ahead of time.</param>
    /// <param name="lease">Under which it runs; null where nobody else can run one.</param>
    /// <exception cref="LeaseLostException">Another process runs the clean-up now. What this one took out of the index is still pending.</exception>
    public async Task<RetentionReport> RunAsync(
        DateTimeOffset at, string actor, Lease? lease, IProgress<RetentionReport>? progress, CancellationToken cancellationToken)
    {
        await SettlePendingAsync(cancellationToken);
        var today = clock.GetUtcNow();
        var asOf = Day(at < today ? at : today);
        var report = new RetentionReportBuilder();
        await foreach (var batch in ReadDueAsync(at, cancellationToken))
        {
            var guard = new DeletionGuard(await holds.ListAsync(cancellationToken), register());
            var free = new List<long>(batch.Count);
            foreach (var candidate in batch)
            {
                var decision = guard.Decide(candidate, asOf);
                if (decision.MayDelete)
                {
                    free.Add(candidate.Sequence);
                }
                else
                {
                    report.Count(decision);
                }
            }

            DispositionTelemetry.Count("held", batch.Count - free.Count);
            await DisposeAsync(free, asOf, actor, lease, report, cancellationToken);
            progress?.Report(report.Build(simulated: false));
        }

        // Not only after disposals of this run: one that was killed before this line left its removed bytes to the next.
        var now = await records.ReadStatisticsAsync(cancellationToken);
        if (now.Records < now.Admitted)
        {
            await index.CompactAsync(cancellationToken);
        }

        if (now.Records < now.Admitted || now.Discarded > 0)
        {
            await dispositions.CompactAsync(cancellationToken);
        }

        return report.Build(simulated: false);
    }

    /// <summary>Removals from the index that a crash left open: gone records are confirmed, kept ones go back into the index.</summary>
    public async Task SettlePendingAsync(CancellationToken cancellationToken) =>
        await SettleAsync(await index.ReadPendingRemovalsAsync(cancellationToken), cancellationToken);

    /// <summary>Here another process may have the turn by now, since this one stood still or could not reach the store: what was put back is looked at once more, so that nothing stays
    /// in the index that the other has disposed of meanwhile.</summary>
    private async Task SettleAsync(IReadOnlyCollection<long> pending, CancellationToken cancellationToken)
    {
        foreach (var chunk in pending.Chunk(BatchSize))
        {
            var kept = await records.ReadAsync(chunk, cancellationToken);
            if (kept.Count > 0)
            {
                IndexDocument[] documents = [.. kept.Select(IndexCatchUp.ToDocument)];
                await index.RestoreAsync(documents, cancellationToken);
                kept = await records.ReadAsync([.. kept.Select(r => r.Sequence)], cancellationToken);
                await index.RemoveAsync([.. documents.ExceptBy(kept.Select(r => r.Sequence), document => document.Sequence)], cancellationToken);
            }

            await index.ConfirmRemovalAsync([.. chunk.Except(kept.Select(r => r.Sequence))], cancellationToken);
        }
    }

    /// <summary>The same the other way round: a process that had the turn before may have put back, late, what this one has disposed of.</summary>
    private async Task SettleDisposedAsync(IReadOnlyCollection<IndexDocument> disposed)
    {
        var pending = await index.ReadPendingRemovalsAsync(CancellationToken.None);
        IndexDocument[] back = [.. disposed.ExceptBy(pending, document => document.Sequence)];
        await index.RemoveAsync(back, CancellationToken.None);
        await SettleAsync([.. pending, .. back.Select(document => document.Sequence)], CancellationToken.None);
    }

    private async Task DisposeAsync(
        List<long> free, DateOnly asOf, string actor, Lease? lease, RetentionReportBuilder report, CancellationToken cancellationToken)
    {
        if (free.Count == 0)
        {
            return;
        }

        IndexDocument[] documents;
        DispositionResult result;
        try
        {
            // Index first: an index entry without a record is never seen, and the index needs the exact text to forget it.
            documents = [.. (await records.ReadAsync(free, cancellationToken)).Select(IndexCatchUp.ToDocument)];
            await index.RemoveAsync(documents, cancellationToken);
            result = await dispositions.DisposeAsync(free, asOf, actor, Timestamps.Cut(clock.GetUtcNow()), lease, cancellationToken);
            report.CountDisposed(result.Disposed.Count);
            DispositionTelemetry.Count("disposed", result.Disposed.Count);
            DispositionTelemetry.Count("held", result.Kept.Count);
            foreach (var (_, decision) in result.Kept)
            {
                report.Count(decision);
            }
        }
        catch (LeaseLostException)
        {
            // What the other process has taken out must not be put back by this one.
            throw;
        }
        catch (Exception e)
        {
            // Whatever happened, what still exists must be searchable again. Not cancellable: a stop must not leave it out.
            await SettlePendingAsync(CancellationToken.None);
            if (e is OperationCanceledException)
            {
                throw;
            }

            report.CountFailed(free.Count, e.GetType().Name);
            DispositionTelemetry.Count("failed", free.Count);
            return;
        }

        await SettleDisposedAsync([.. documents.IntersectBy(result.Disposed, document => document.Sequence)]);
    }

    private async IAsyncEnumerable<IReadOnlyList<RetentionCandidate>> ReadDueAsync(
        DateTimeOffset at, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = 0L;
        while (true)
        {
            var batch = await dispositions.ReadDueAsync(Day(at), after, BatchSize, cancellationToken);
            if (batch.Count == 0)
            {
                yield break;
            }

            yield return batch;
            after = batch[^1].Sequence;
        }
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
