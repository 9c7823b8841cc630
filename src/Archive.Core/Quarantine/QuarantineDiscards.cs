using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;

namespace Archive.Core.Quarantine;

/// <summary>Discards what is of no use: one person proposes with a reason, another one approves, and nothing is destroyed that a hold or a minimum keeps.</summary>
public sealed class QuarantineDiscards(
    IQuarantine quarantine, IRecordStore records, IDispositionStore dispositions, SourceCatalog sources, ImportedSource imported, Func<SanctionRegister> register, TimeProvider clock)
{
    /// <summary>Items a proposal: so many a person can answer for, and one transaction can take.</summary>
    public const int MostItems = 1_000;

    /// <exception cref="QuarantineRefusedException">The proposal is not complete, or an item is not there or proposed already.</exception>
    public Task<DiscardProposal> ProposeAsync(IReadOnlyList<long> ids, string reason, string actor, CancellationToken cancellationToken) => ids.Count > MostItems
        ? throw new QuarantineRefusedException(QuarantineRefusal.Incomplete, $"At most {MostItems:N0} items are proposed at once.")
        : quarantine.ProposeAsync(ids, reason, actor, Timestamps.Cut(clock.GetUtcNow()), cancellationToken);

    /// <exception cref="QuarantineRefusedException">No such proposal waits, or it is the actor's own.</exception>
    public async Task<DiscardResult> ApproveAsync(long proposal, string actor, CancellationToken cancellationToken)
    {
        var open = (await quarantine.ReadProposalsAsync(cancellationToken)).FirstOrDefault(p => p.Id == proposal);
        var known = open?.MayApprove(actor) == true ? await LearnAsync(open.Items, cancellationToken) : [];
        return await quarantine.ApproveAsync(proposal, known, actor, Timestamps.Cut(clock.GetUtcNow()), cancellationToken);
    }

    /// <exception cref="QuarantineRefusedException">No such proposal waits.</exception>
    public Task RefuseAsync(long proposal, string actor, CancellationToken cancellationToken) =>
        quarantine.RefuseAsync(proposal, actor, Timestamps.Cut(clock.GetUtcNow()), cancellationToken);

    /// <summary>Makes what was destroyed unreadable in the raw files as well.</summary>
    /// <exception cref="Exception">Of the store, where somebody still reads what was there; it goes with the next clean-up.</exception>
    public Task CompactAsync(CancellationToken cancellationToken) => dispositions.CompactAsync(cancellationToken);

    private async Task<Dictionary<long, KnownOfItem>> LearnAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        using var raw = new RawItems(sources, imported);
        var known = new Dictionary<long, KnownOfItem>();
        foreach (var chunk in ids.Chunk(50))
        {
            foreach (var item in await quarantine.OpenAsync(chunk, cancellationToken))
            {
                known[item.Record.Id] = await LearnAsync(raw, item, cancellationToken);
            }
        }

        return known;
    }

    private async Task<KnownOfItem> LearnAsync(RawItems raw, OpenedItem item, CancellationToken cancellationToken)
    {
        try
        {
            var reading = await raw.ReadAsync(item, withFiles: false, cancellationToken);
            var minimum = raw.Find(item.Record)?.Retention.MinimumDays ?? RetentionPolicy.UsualMinimumDays;
            var messages = reading.Items.Select(i => i.Message).OfType<ChatMessage>().ToList();
            if (messages.Count == 0 || messages.Count < reading.Items.Count)
            {
                return KnownOfItem.Nothing with { ConversationId = reading.ConversationId, KeepUntil = item.Record.WasAdmitted ? DayAfter(item.Record.Time, minimum) : null };
            }

            var kept = item.Record.WasAdmitted ? messages : await FindKeptAsync(item.Record.Source, messages, cancellationToken);
            return KnownOfItem.Of(messages, kept.Count == 0 ? null : DayAfter(kept.Max(m => m.SentAt), minimum));
        }
        catch (ConnectorException)
        {
            return KnownOfItem.Nothing with { MayBeRead = true };
        }
    }

    private static DateOnly DayAfter(DateTimeOffset time, int days) => Timestamps.FromDay(Timestamps.ToDay(time) + days);

    /// <summary>Those that the gate admits, or would if the source had a scope in force: it may have had one, or get one.</summary>
    private async Task<List<ChatMessage>> FindKeptAsync(string source, List<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var (gate, accounts) = (new SanctionGate(), register());
        var consents = new ConsentTimeline(await records.ReadConsentsAsync(source, null, cancellationToken));
        return messages.FindAll(m => gate.Decide(source, m, accounts, consents, clock.GetUtcNow()) is var decision
            && (decision.Outcome == SanctionOutcome.Admit || decision.Reason.IsOfSource()));
    }
}
