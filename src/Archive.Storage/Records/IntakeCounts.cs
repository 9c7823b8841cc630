using Archive.Core.Messages;
using Archive.Storage.Evidence;

namespace Archive.Storage.Records;

/// <summary>Changes to the counters of one source, collected and then written once, inside a transaction of the writer. Together they keep rule 2: what is
/// taken from one outcome is added to another, or is received.</summary>
internal sealed class IntakeCounts(LogWriter writer, int source)
{
    private readonly Dictionary<(int Day, IntakeOutcome Outcome, string Reason), long> _changes = [];

    /// <param name="count">Less than zero to take something back.</param>
    public void Add(int day, IntakeOutcome outcome, string reason, long count)
    {
        var key = (day, outcome, reason);
        _changes[key] = _changes.GetValueOrDefault(key) + count;
    }

    public void Write()
    {
        var before = Read();
        foreach (var ((day, outcome, reason), count) in _changes)
        {
            var isThere = before.TryGetValue((day, outcome, reason), out var known);
            writer.State["intake"] += isThere ? 0 : 1;
            var total = known + count;
            if (total < 0)
            {
                throw new StorageException(
                    StorageFailure.Corrupt, $"{writer.Database.Name}: a counter would fall below zero, so it was changed. Nothing was written; run 'archive verify'.");
            }

            writer.Database.Prepare("intake_write")
                .Bind(1, source)
                .Bind(2, day)
                .Bind(3, (long)outcome)
                .Bind(4, reason)
                .Bind(5, total)
                .Bind(6, writer.Mac.Intake(source, day, (long)outcome, reason, total))
                .Post();
            writer.State["sum." + outcome] += count;
        }
    }

    private Dictionary<(int Day, IntakeOutcome Outcome, string Reason), long> Read()
    {
        var counts = new Dictionary<(int Day, IntakeOutcome Outcome, string Reason), long>();
        var rows = writer.Database.Prepare("intake_of_day", [.. _changes.Keys.Select(k => (long)k.Day).Distinct()]).Bind(2, source);
        while (rows.Step())
        {
            counts[(rows.Int32(0), (IntakeOutcome)rows.Int32(1), rows.Text(2))] = rows.Int64(3);
        }

        return counts;
    }
}
