using System.Text.Json;
using Archive.Core.Evidence;
using Archive.Core.Messages;

namespace Archive.Core.Quarantine;

/// <summary>Somebody wants items destroyed; somebody else decides. An entry of the evidence log, so who asked for what and why cannot be rewritten.</summary>
/// <param name="Id">Leaf index of the entry.</param>
public sealed record DiscardProposal(long Id, string ProposedBy, DateTimeOffset ProposedAt, string Reason, IReadOnlyList<long> Items)
{
    /// <summary>The entries that proposals are made of.</summary>
    public static IReadOnlyList<EvidenceKind> Kinds { get; } = [EvidenceKind.DiscardProposed, EvidenceKind.Discarded, EvidenceKind.DiscardRefused];

    /// <summary>Nobody approves what they asked for; names of accounts do not tell capitals apart.</summary>
    public bool MayApprove(string account) => !string.Equals(account, ProposedBy, StringComparison.OrdinalIgnoreCase);

    /// <summary>Proposals without a decision after these entries, in any order, oldest first.</summary>
    public static IReadOnlyList<DiscardProposal> Open(IEnumerable<EvidenceEntry> entries)
    {
        var open = new SortedDictionary<long, DiscardProposal>();
        foreach (var entry in entries.OrderBy(e => e.LeafIndex))
        {
            var facts = Audit.AuditFacts.FromJson(entry.Body);
            if (entry.Kind == EvidenceKind.DiscardProposed)
            {
                open[entry.LeafIndex] = new DiscardProposal(entry.LeafIndex, entry.Actor, entry.Time, facts.Reason ?? "", facts.Items ?? []);
            }
            else if (facts.Proposal is { } decided)
            {
                open.Remove(decided);
            }
        }

        return [.. open.Values];
    }
}

/// <param name="Kept">Items that were kept after all, with the reason.</param>
/// <param name="Gone">Items that had left the quarantine since they were proposed.</param>
public sealed record DiscardResult(IReadOnlyList<long> Discarded, IReadOnlyList<(long Id, Retention.DeletionDecision Decision)> Kept, IReadOnlyList<long> Gone);

/// <summary>What the guard must know of an item to tell whether a hold matches it.</summary>
/// <param name="ConversationId">Null when it is not known.</param>
/// <param name="PersonIds">The senders, and in direct and group conversations every member; null when they are not known.</param>
/// <param name="KeepUntil">Of a message that the gate admits: it is one that must be kept. Null for what is none.</param>
public sealed record KnownOfItem(string? ConversationId, IReadOnlySet<string>? PersonIds, DateOnly? KeepUntil)
{
    /// <summary>Whether it could not be asked now what it is: it may be a message that must be kept.</summary>
    public bool MayBeRead { get; init; }

    public static KnownOfItem Nothing { get; } = new(null, null, null);

    /// <param name="messages">All that the item holds, of one conversation; at least one.</param>
    public static KnownOfItem Of(IReadOnlyList<ChatMessage> messages, DateOnly? keepUntil) =>
        new(messages[0].Conversation.Id, messages.SelectMany(PersonsOf).ToHashSet(StringComparer.Ordinal), keepUntil);

    /// <summary>As of a record: the sender, and whoever could read it in a conversation that is closed to others.</summary>
    private static IEnumerable<string> PersonsOf(ChatMessage message) =>
        message.Conversation.Kind is ConversationKind.Direct or ConversationKind.Group
            ? message.Conversation.Members.Select(m => m.Id).Append(message.Sender.Id)
            : [message.Sender.Id];
}
