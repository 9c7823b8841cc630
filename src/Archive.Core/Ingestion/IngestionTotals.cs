using Archive.Core.Messages;

namespace Archive.Core.Ingestion;

/// <summary>Totals of a run, written by the append and index stages. Thread-safe.</summary>
internal sealed class IngestionTotals(string source)
{
    private readonly Lock _lock = new();
    private IngestionProgress _now = new(source, 0, 0, 0, 0, 0, 0, 0, 0, 0, null);

    public void Appended(PreparedWork work, AppendResult result)
    {
        var redacted = result.Records.Sum(r => r.Item.Marks.Count);
        IngestTelemetry.Count(work.Page, result);
        lock (_lock)
        {
            _now = _now with
            {
                Pages = _now.Pages + 1,
                Received = _now.Received + work.Page.Received,
                Admitted = _now.Admitted + result.Records.Count,
                Refused = _now.Refused + work.Page.CountTurnedAway(IntakeOutcome.Refused),
                Withheld = _now.Withheld + work.Page.CountTurnedAway(IntakeOutcome.Withheld),
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
