using Archive.Core.Messages;

namespace Archive.Core.Ingestion;

/// <summary>Totals of a run, written by the append and index stages. Thread-safe.</summary>
internal sealed class IngestionTotals(string source)
{
    private readonly Lock _lock = new();
    private IngestionProgress _now = new(source, 0, 0, 0, 0, 0, 0, 0, 0, 0, null);

    /// <param name="remaining">Items still expected; null where that is not known.</param>
    public void Appended(PreparedPage page, long? remaining, AppendResult result)
    {
        var redacted = result.Records.Sum(r => r.Item.Marks.Count);
        IngestTelemetry.Count(page, result);
        lock (_lock)
        {
            _now = _now with
            {
                Pages = _now.Pages + 1,
                Received = _now.Received + page.Received,
                Admitted = _now.Admitted + result.Records.Count,
                Refused = _now.Refused + page.CountTurnedAway(IntakeOutcome.Refused),
                Withheld = _now.Withheld + page.CountTurnedAway(IntakeOutcome.Withheld),
                Duplicate = _now.Duplicate + result.Duplicates,
                Quarantined = _now.Quarantined + result.Quarantined,
                Redacted = _now.Redacted + redacted,
                Unknown = _now.Unknown + result.Unknown,
                Remaining = remaining,
            };
        }
    }

    public void Indexed(int count)
    {
        lock (_lock)
        {
            _now = _now with { Indexed = _now.Indexed + count };
        }
    }

    /// <summary>One report at a time, so that no stage takes back what the other has told.</summary>
    public void Tell(IProgress<IngestionProgress>? progress)
    {
        lock (_lock)
        {
            progress?.Report(_now);
        }
    }

    public IngestionProgress Snapshot()
    {
        lock (_lock)
        {
            return _now;
        }
    }
}
