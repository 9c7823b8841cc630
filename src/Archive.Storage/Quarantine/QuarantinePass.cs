using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Storage.Evidence;
using Archive.Storage.Sql;

namespace Archive.Storage.Quarantine;

/// <summary>Checks the quarantine: every item opens, whatever left is told of in the evidence log, and both agree with the counters of their source and day.</summary>
internal sealed class QuarantinePass(RecordArchive archive, IStoreDatabase database, VerificationFindings findings)
{
    private readonly RowMac _mac = archive.NewMac();
    private readonly Dictionary<(int Source, int Day, IntakeOutcome Outcome), long> _found = [];

    /// <param name="intake">Counters as they are stored, by source, day and outcome.</param>
    public void Run(LogState? state, IReadOnlyDictionary<(int Source, int Day, IntakeOutcome Outcome), long> intake)
    {
        var here = CheckItems();
        var left = CheckLeft(here);
        var tries = CheckTries();
        foreach (var key in _found.Keys.Union(intake.Keys).Where(k => k.Outcome is IntakeOutcome.Quarantined or IntakeOutcome.Discarded))
        {
            findings.Expect(
                "counter and quarantine do not agree",
                $"{key.Outcome} items of source {key.Source} on {Timestamps.FromDay(key.Day):yyyy-MM-dd}",
                intake.GetValueOrDefault(key),
                _found.GetValueOrDefault(key));
        }

        if (state is not null)
        {
            findings.Expect("rows missing or inserted", "quarantine", state["quarantined"], here.Count);
            findings.Expect("rows missing or inserted", "quarantine_left", state["quarantine.left"], left);
            findings.Expect("rows missing or inserted", "quarantine_try", state["quarantine.tried"], tries);
        }
    }

    private HashSet<long> CheckItems()
    {
        var here = new HashSet<long>();
        var rows = database.Walk("quarantine_list");
        while (rows.Step())
        {
            var row = QuarantineRow.Read(rows);
            here.Add(row.Id);
            Count(row.SourceId, row.Day, IntakeOutcome.Quarantined);
            if (row.TryOpen(rows, archive.Vault, _mac) is null)
            {
                findings.Add("quarantined item changed", $"item {row.Id}", "its content, reason or identity are not those that were sealed");
            }
        }

        return here;
    }

    private long CheckLeft(HashSet<long> here)
    {
        var told = ReadEntries();
        var count = 0L;
        var rows = database.Walk("quarantine_left_list");
        while (rows.Step())
        {
            count++;
            var (id, entry, outcome) = (rows.Int64(0), rows.Int64(4), (IntakeOutcome)rows.Int32(3));
            Count(rows.Int32(1), rows.Int32(2), outcome);
            if (!_mac.QuarantineLeft(id, rows.Int64(1), rows.Int64(2), rows.Int64(3), entry, rows.Blob(5)).AsSpan().SequenceEqual(rows.Blob(6)))
            {
                findings.Add("row changed", $"item {id} that left the quarantine", "its keyed hash does not match");
            }
            else if (here.Contains(id))
            {
                findings.Add("item left and is there", $"item {id}", "it is in quarantine and has left it");
            }
            else if (told.GetValueOrDefault(entry) != (outcome == IntakeOutcome.Discarded ? EvidenceKind.Discarded : EvidenceKind.QuarantineRetried))
            {
                findings.Add("entry missing", $"item {id} that left the quarantine", $"leaf {entry} does not tell of it");
            }
        }

        return count;
    }

    private long CheckTries()
    {
        var count = 0L;
        var rows = database.Walk("quarantine_try_list");
        while (rows.Step())
        {
            count++;
            if (!_mac.QuarantineTry(rows.Int64(0), rows.Int64(1), rows.Int64(2), rows.Text(3)).AsSpan().SequenceEqual(rows.Blob(4)))
            {
                findings.Add("row changed", $"attempt to read item {rows.Int64(0)}", "its keyed hash does not match");
            }
        }

        return count;
    }

    private Dictionary<long, EvidenceKind> ReadEntries()
    {
        var told = new Dictionary<long, EvidenceKind>();
        foreach (var kind in new[] { EvidenceKind.QuarantineRetried, EvidenceKind.Discarded })
        {
            var rows = database.Prepare("entry_read_kind").Bind(1, (long)kind).Bind(2, long.MaxValue).Bind(3, int.MaxValue);
            while (rows.Step())
            {
                told[rows.Int64(0)] = kind;
            }
        }

        return told;
    }

    private void Count(int source, int day, IntakeOutcome outcome) =>
        _found[(source, day, outcome)] = _found.GetValueOrDefault((source, day, outcome)) + 1;
}
