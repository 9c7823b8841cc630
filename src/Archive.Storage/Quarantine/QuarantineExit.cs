using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Storage.Evidence;
using Archive.Storage.Records;
using Archive.Storage.Sql;

namespace Archive.Storage.Quarantine;

/// <summary>How items leave, inside a transaction of the writer: what is left of each is written first, then the rows go. Their keys go after the commit.</summary>
internal static class QuarantineExit
{
    /// <summary>Items that are still there, by number.</summary>
    public static Dictionary<long, QuarantineRow> Find(IStoreDatabase database, IReadOnlyList<long> ids)
    {
        var rows = new Dictionary<long, QuarantineRow>();
        var read = database.Prepare("quarantine_read", ids);
        while (read.Step())
        {
            var row = QuarantineRow.Read(read);
            rows.Add(row.Id, row);
        }

        return rows;
    }

    /// <param name="counts">Of the source of the items.</param>
    /// <param name="entry">Leaf index of the entry that tells of it.</param>
    public static void Leave(LogWriter writer, IntakeCounts counts, IReadOnlyList<(QuarantineRow Row, IntakeOutcome Outcome)> items, long entry)
    {
        foreach (var (row, outcome) in items)
        {
            var identity = row.Identity(writer.Mac);
            writer.Database.Prepare("quarantine_left_insert")
                .Bind(1, row.Id)
                .Bind(2, row.SourceId)
                .Bind(3, row.Day)
                .Bind(4, (long)outcome)
                .Bind(5, entry)
                .Bind(6, identity)
                .Bind(7, writer.Mac.QuarantineLeft(row.Id, row.SourceId, row.Day, (long)outcome, entry, identity))
                .Post();
            counts.Add(row.Day, IntakeOutcome.Quarantined, QuarantineReasons.KindOf(row.Reason), -1);
        }

        var removed = writer.Database.Prepare("quarantine_delete", [.. items.Select(i => i.Row.Id)]).Run();
        if (removed != items.Count)
        {
            throw new StorageException(
                StorageFailure.Refused, $"{writer.Database.Name} released {removed} of {items.Count} items. Nothing was changed; run 'archive verify'.");
        }

        writer.State["quarantined"] -= removed;
        writer.State["quarantine.left"] += removed;
    }
}
