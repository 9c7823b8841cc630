using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Storage.Evidence;
using Archive.Storage.Records;

namespace Archive.Storage.Quarantine;

/// <summary>Commits what came of reading items again, inside a transaction of the writer.</summary>
internal sealed class QuarantineSettlement(LogWriter writer, DeletionGuards guards, PageAppend append)
{
    public RetryResult Settle(RetriedBatch batch, string actor, DateTimeOffset at)
    {
        PageAppend.RequireNewest(batch.Frame);
        var outcomes = new List<(long Id, RetryOutcome Outcome)>();
        var rows = QuarantineExit.Find(writer.Database, [.. batch.Items.Select(i => i.Id)]);
        outcomes.AddRange(batch.Items.Where(i => !rows.ContainsKey(i.Id)).Select(i => (i.Id, RetryOutcome.Gone)));
        var here = Keep([.. batch.Items.Where(i => rows.ContainsKey(i.Id))], at);
        if (here.Count == 0)
        {
            return new RetryResult(outcomes, []);
        }

        var source = writer.Names.Source(batch.Frame.Source, batch.Frame.Platform);
        var counts = new IntakeCounts(writer, source);
        var page = batch.Frame with { Admitted = [.. here.SelectMany(i => i.Admitted)] };
        var isNew = page.Admitted.Count > 0 ? append.Insert(page, source, counts) : [];
        var leaving = new List<(QuarantineRow Row, IntakeOutcome Outcome)>();
        var next = 0;
        foreach (var item in here)
        {
            var row = rows[item.Id];
            var outcome = item.Reason is not null ? RetryOutcome.Unreadable : OutcomeOf(item, isNew.AsSpan(next, item.Admitted.Count));
            next += item.Admitted.Count;
            outcomes.Add((item.Id, outcome));
            if (item.Reason is { } reason)
            {
                Stay(row, reason, at, counts);
                continue;
            }

            leaving.Add((row, ToIntake(outcome, item)));
            writer.State["received"] += item.Admitted.Count + item.TurnedAway.Sum(t => t.Count) - 1; // it was received as one
            foreach (var turnedAway in item.TurnedAway)
            {
                counts.Add(turnedAway.Day, turnedAway.Outcome, turnedAway.Reason, turnedAway.Count);
            }
        }

        var entry = writer.AppendEntry(new EvidenceEntry(EvidenceKind.QuarantineRetried, at, actor, Describe(outcomes, leaving.Count)));
        if (leaving.Count > 0)
        {
            QuarantineExit.Leave(writer, counts, leaving, entry);
        }

        counts.Write();
        return new RetryResult(outcomes, append.Number(page, isNew));
    }

    /// <summary>What the gate turns away is destroyed; not while a hold may match it.</summary>
    private List<RetriedItem> Keep(List<RetriedItem> items, DateTimeOffset at)
    {
        if (items.TrueForAll(i => i.TurnedAway.Count == 0))
        {
            return items;
        }

        var guard = guards.Read(writer.Database);
        return items.ConvertAll(item => item.TurnedAway.Count > 0 && guard.Decide(item.Known, DateOnly.FromDateTime(at.UtcDateTime)) is { MayDelete: false } kept
            ? RetriedItem.Stays(item.Id, $"{QuarantineReasons.RefusedForNow}: {kept.Reason}") : item);
    }

    private static RetryOutcome OutcomeOf(RetriedItem item, ReadOnlySpan<bool> isNew) =>
        isNew.Contains(true) ? RetryOutcome.Admitted : item.Admitted.Count > 0 ? RetryOutcome.Duplicate : RetryOutcome.TurnedAway;

    private static IntakeOutcome ToIntake(RetryOutcome outcome, RetriedItem item) => outcome switch
    {
        RetryOutcome.Admitted => IntakeOutcome.Admitted,
        RetryOutcome.Duplicate => IntakeOutcome.Duplicate,
        _ => item.TurnedAway[0].Outcome,
    };

    /// <summary>It stays, and is counted under the reason that it has now.</summary>
    private void Stay(QuarantineRow row, string reason, DateTimeOffset at, IntakeCounts counts)
    {
        var (before, now) = (QuarantineReasons.KindOf(row.Reason), QuarantineReasons.KindOf(reason));
        if (before != now)
        {
            counts.Add(row.Day, IntakeOutcome.Quarantined, before, -1);
            counts.Add(row.Day, IntakeOutcome.Quarantined, now, 1);
        }

        var (tries, time) = (row.Tries + 1, Timestamps.ToMicroseconds(at));
        writer.Database.Prepare("quarantine_try_write")
            .Bind(1, row.Id)
            .Bind(2, tries)
            .Bind(3, time)
            .Bind(4, reason)
            .Bind(5, writer.Mac.QuarantineTry(row.Id, tries, time, reason))
            .Post();
        writer.State["quarantine.tried"] += row.Tries == 0 ? 1 : 0;
    }

    /// <summary>Numbers and outcomes; nothing that was said or by whom.</summary>
    private static string Describe(List<(long Id, RetryOutcome Outcome)> outcomes, int left)
    {
        int Of(RetryOutcome outcome) => outcomes.Count(o => o.Outcome == outcome);
        return new AuditFacts
        {
            What = $"items of the quarantine read again: {Of(RetryOutcome.Admitted)} admitted, {Of(RetryOutcome.Duplicate)} duplicate, "
                + $"{Of(RetryOutcome.TurnedAway)} turned away, {Of(RetryOutcome.Unreadable)} still in quarantine",
            Items = [.. outcomes.Where(o => o.Outcome != RetryOutcome.Gone).Select(o => o.Id)],
            Count = left,
        }.ToJson();
    }
}
