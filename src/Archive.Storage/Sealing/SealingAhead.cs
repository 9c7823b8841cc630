using System.Collections.Concurrent;
using Archive.Core.Ingestion;
using Archive.Storage.Keys;

namespace Archive.Storage.Sealing;

/// <summary>Seals pages before their turn to be appended, for the sequence numbers they will have when nothing comes in between. The writer takes a
/// seal only where the number came true and seals again otherwise: duplicates and other sources cost time, never correctness. A key that has sealed
/// a text which then got another number may seal a second one, because the nonce follows from the text (<see cref="Core.Sealing.Sealer"/>).
/// Thread-safe.</summary>
internal sealed class SealingAhead(KeyVault vault, long lastSequence)
{
    /// <summary>Pages that were sealed and never appended must not make the plan, and the keys made for it, run away.</summary>
    private const long FurthestAhead = 100_000;

    private readonly Lock _lock = new();
    private readonly ConcurrentBag<SealedBytes> _buffers = [];
    private long _appended = lastSequence;
    private long _planned = lastSequence;
    private int _round;

    /// <returns>The page as it was, when it cannot be sealed ahead: another process gave these numbers to records that were disposed of meanwhile.</returns>
    public PreparedPage Seal(PreparedPage page)
    {
        var (first, round) = Plan(page.Admitted.Count);
        vault.Ensure(first + page.Admitted.Count);
        var bytes = _buffers.TryTake(out var used) ? used : new SealedBytes();
        var sealer = new RecordSealer(vault);
        var records = new SealedRecord[page.Admitted.Count];
        for (var i = 0; i < records.Length; i++)
        {
            if (sealer.TrySeal(page, page.Admitted[i], first + i, bytes) is not { } record)
            {
                Return(bytes);
                return page;
            }

            records[i] = record;
        }

        return page with { Sealed = new SealedPage(this, page, first, round, records, bytes) };
    }

    /// <returns>The seals of a page; null when there are none, they were taken before, or they are of another page or store.</returns>
    public SealedPage? Take(PreparedPage page) => page.Sealed is SealedPage seals && seals.TryTake(this, page) ? seals : null;

    /// <summary>The page is appended. When it did not end where it was planned to, the pages after it move by as much; heard once a round, because
    /// those that were sealed before this was known have all moved alike.</summary>
    public void Finish(SealedPage page, long last)
    {
        lock (_lock)
        {
            var moved = last - (page.First + page.Records.Count - 1);
            if (moved != 0 && page.Round == _round)
            {
                _round++;
                _planned += moved;
            }

            _appended = last;
        }

        Return(page.Bytes);
    }

    /// <summary>A page that was not sealed ahead is appended: the plan begins again behind it, when it lies before.</summary>
    public void Pass(long last)
    {
        lock (_lock)
        {
            _appended = last;
        }
    }

    private void Return(SealedBytes bytes)
    {
        bytes.Clear();
        _buffers.Add(bytes);
    }

    private (long First, int Round) Plan(int count)
    {
        lock (_lock)
        {
            if (_planned < _appended || _planned - _appended > FurthestAhead)
            {
                _planned = _appended;
            }

            var first = _planned + 1;
            _planned += count;
            return (first, _round);
        }
    }
}

/// <param name="origin">Who sealed it: another store has other keys.</param>
/// <param name="page">As it was sealed.</param>
/// <param name="first">Sequence number for which the first record was sealed.</param>
internal sealed class SealedPage(SealingAhead origin, PreparedPage page, long first, int round, SealedRecord[] records, SealedBytes bytes) : SealedRecords
{
    private int _taken;

    public long First => first;

    public int Round => round;

    public IReadOnlyList<SealedRecord> Records => records;

    public SealedBytes Bytes => bytes;

    /// <summary>True once, for the store and the page it was sealed by and for: the buffer is used again afterwards.</summary>
    public bool TryTake(SealingAhead by, PreparedPage forPage) =>
        by == origin && page == (forPage with { Sealed = null }) && Interlocked.Exchange(ref _taken, 1) == 0;
}
