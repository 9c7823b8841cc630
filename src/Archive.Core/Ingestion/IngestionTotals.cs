using Archive.Core.Messages;

namespace Archive.Core.Ingestion;

/// <summary>Totals of a run, written by the append and index stages. Thread-safe.</summary>
internal sealed class IngestionTotals(string source)
{
    private readonly Lock _lock = new();
    private IngestionProgress _now = new(source, 0, 0, 0, 0, 0, 0, 0, 0, 0, null);

    public void Appended(PreparedWork work, AppendResult result)
    {
        var refused = work.Page.TurnedAway.Where(t => t.Outcome == IntakeOutcome.Refused).Sum(t => t.Count);
        var withheld = work.Page.TurnedAway.Where(t => t.Outcome == IntakeOutcome.Withheld).Sum(t => t.Count);
        var redacted = result.Records.Sum(r => r.Item.Marks.Count);
        IngestTelemetry.Count(source, "admitted", result.Records.Count);
        IngestTelemetry.Count(source, "refused", refused);
        IngestTelemetry.Count(source, "withheld", withheld);
        IngestTelemetry.Count(source, "duplicate", result.Duplicates);
        IngestTelemetry.Count(source, "quarantined", result.Quarantined);
        lock (_lock)
        {
            _now = _now with
            {
                Pages = _now.Pages + 1,
                Received = _now.Received + work.Page.Received,
                Admitted = _now.Admitted + result.Records.Count,
                Refused = _now.Refused + refused,
                Withheld = _now.Withheld + withheld,
                Duplicate = _now.Duplicate + result.Duplicates,
                Quarantined = _now.Quarantined + result.Quarantined,
                Redacted = _now.Redacted + redacted,
                Remaining = work.Remaining,
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

    public IngestionProgress Snapshot()
    {
        lock (_lock)
        {
            return _now;
        }
    }
}
