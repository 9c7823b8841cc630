using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Storage.Evidence;
using Archive.Storage.Records;
using Archive.Storage.Sql;

namespace Archive.Storage.Quarantine;

/// <summary>Proposals to discard and their decisions, inside a transaction of the writer: what is asked and what is done are checked against the same state.</summary>
internal sealed class DiscardDecisions(EvidenceLog log, DeletionGuards guards)
{
    public static IReadOnlyList<DiscardProposal> ReadOpen(EvidenceLog log, IStoreDatabase database) =>
        DiscardProposal.Open(log.Read(database, DiscardProposal.Kinds, long.MaxValue, int.MaxValue));

    public DiscardProposal Propose(LogWriter writer, IReadOnlyList<long> ids, string reason, string actor, DateTimeOffset at)
    {
        if (ids.Count == 0 || string.IsNullOrWhiteSpace(reason))
        {
            throw new QuarantineRefusedException(QuarantineRefusal.Incomplete, "A proposal names its items and a reason.");
        }

        var there = QuarantineExit.Find(writer.Database, ids);
        if (ids.Any(id => !there.ContainsKey(id)))
        {
            throw new QuarantineRefusedException(QuarantineRefusal.NotThere, $"Item {ids.First(id => !there.ContainsKey(id))} is not in quarantine.");
        }

        if (ReadOpen(log, writer.Database).FirstOrDefault(p => p.Items.Intersect(ids).Any()) is { } other)
        {
            throw new QuarantineRefusedException(
                QuarantineRefusal.ProposedAlready, $"Item {other.Items.Intersect(ids).First()} is part of proposal {other.Id}, which waits for a decision.");
        }

        var facts = new AuditFacts { What = "proposed to discard items of the quarantine", Items = ids, Reason = reason.Trim() };
        var entry = writer.AppendEntry(new EvidenceEntry(EvidenceKind.DiscardProposed, at, actor, facts.ToJson()));
        return new DiscardProposal(entry, actor, at, reason.Trim(), ids);
    }

    public DiscardResult Approve(
        LogWriter writer, long proposal, IReadOnlyDictionary<long, KnownOfItem> known, string actor, DateTimeOffset at)
    {
        var open = Require(writer, proposal);
        if (!open.MayApprove(actor))
        {
            throw new QuarantineRefusedException(QuarantineRefusal.OwnProposal, "Nobody approves what they asked for. Somebody else has to decide.");
        }

        var guard = guards.Read(writer.Database);
        var rows = QuarantineExit.Find(writer.Database, open.Items);
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        var decided = rows.Values.Select(r => (Row: r, Decision: guard.Decide(known.GetValueOrDefault(r.Id, KnownOfItem.Nothing), day))).ToList();
        var kept = decided.Where(d => !d.Decision.MayDelete).Select(d => (d.Row.Id, d.Decision)).ToList();
        List<QuarantineRow> free = [.. decided.Where(d => d.Decision.MayDelete).Select(d => d.Row)];
        var facts = new AuditFacts
        {
            What = kept.Count == 0 ? "discarded items of the quarantine" : $"discarded items of the quarantine; {kept.Count} kept",
            Items = [.. free.Select(r => r.Id)],
            Count = free.Count,
            Proposal = proposal,
            Reason = open.Reason,
        };
        var entry = writer.AppendEntry(new EvidenceEntry(EvidenceKind.Discarded, at, actor, facts.ToJson()));
        foreach (var ofSource in free.GroupBy(r => r.SourceId))
        {
            var counts = new IntakeCounts(writer, ofSource.Key);
            QuarantineExit.Leave(writer, counts, [.. ofSource.Select(r => (r, IntakeOutcome.Discarded))], entry);
            foreach (var row in ofSource)
            {
                counts.Add(row.Day, IntakeOutcome.Discarded, QuarantineReasons.KindOf(row.Reason), 1);
            }

            counts.Write();
        }

        return new DiscardResult([.. free.Select(r => r.Id)], kept, [.. open.Items.Where(id => !rows.ContainsKey(id))]);
    }

    /// <returns>Leaf index of the entry.</returns>
    public long Refuse(LogWriter writer, long proposal, string actor, DateTimeOffset at)
    {
        var open = Require(writer, proposal);
        var facts = new AuditFacts { What = "items of the quarantine are not discarded", Items = open.Items, Proposal = proposal };
        return writer.AppendEntry(new EvidenceEntry(EvidenceKind.DiscardRefused, at, actor, facts.ToJson()));
    }

    private DiscardProposal Require(LogWriter writer, long proposal) =>
        ReadOpen(log, writer.Database).FirstOrDefault(p => p.Id == proposal)
        ?? throw new QuarantineRefusedException(QuarantineRefusal.NotOpen, $"No proposal {proposal} waits for a decision. Somebody may have decided it.");
}
