using Archive.Core.Retention;

namespace Archive.Core.Quarantine;

/// <summary>Items that could not be read or redacted, kept encrypted each under a key of its own until they are read again or discarded.
/// <para>Contract: an item leaves in one transaction with an entry of the evidence log that holds no content, with its counters, and with a keyed hash of its
/// identity by which it does not come in again. Its key is destroyed after that transaction; a crash between the two leaves it to the next start. Two callers
/// may take the same items at the same time: the second finds them gone. Safe for concurrent callers.</para></summary>
public interface IQuarantine
{
    /// <summary>Items after a number, ascending, without content.</summary>
    Task<IReadOnlyList<QuarantinedRecord>> ListAsync(QuarantineFilter filter, long after, int take, CancellationToken cancellationToken);

    /// <summary>How many there are, by source and kind of reason, most first.</summary>
    Task<IReadOnlyList<QuarantineGroup>> CountAsync(CancellationToken cancellationToken);

    /// <summary>Items with the bytes as they were received; those that are gone are left out. <b>Whoever shows them to a person goes through
    /// <see cref="QuarantineReading"/></b>, which tells the audit trail first.</summary>
    /// <exception cref="Exception">Of the store: an item was changed.</exception>
    Task<IReadOnlyList<OpenedItem>> OpenAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken);

    /// <summary>Commits what came of reading items again: records with their leaves, counters, one entry, and the items leave; or nothing of it.</summary>
    /// <exception cref="Ingestion.RegisterChangedException">The frame says so; nothing was written.</exception>
    Task<RetryResult> SettleAsync(RetriedBatch batch, string actor, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Proposals that nobody has decided, oldest first.</summary>
    Task<IReadOnlyList<DiscardProposal>> ReadProposalsAsync(CancellationToken cancellationToken);

    /// <exception cref="QuarantineRefusedException">No reason, no items, or an item is gone or proposed already. Nothing was written.</exception>
    Task<DiscardProposal> ProposeAsync(IReadOnlyList<long> ids, string reason, string actor, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Destroys content and keys of the items of a proposal, but of those that a hold or a minimum keeps; asks the
    /// <see cref="DeletionGuard"/> with the holds as they stand inside the transaction.</summary>
    /// <param name="known">What is known of the items, by number. One of which nothing is known is kept while any hold on a person or conversation is in
    /// force: nobody can tell that it does not match.</param>
    /// <exception cref="QuarantineRefusedException">The proposal is decided already, or it is the actor's own. Nothing was written.</exception>
    Task<DiscardResult> ApproveAsync(
        long proposal, IReadOnlyDictionary<long, KnownOfItem> known, string actor, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The items stay, and may be proposed again. The one who proposed may take it back so.</summary>
    /// <exception cref="QuarantineRefusedException">The proposal is decided already. Nothing was written.</exception>
    Task RefuseAsync(long proposal, string actor, DateTimeOffset at, CancellationToken cancellationToken);
}
