using Archive.Core.Jobs;

namespace Archive.Core.Retention;

/// <summary>The one way by which a record leaves the store.</summary>
public interface IDispositionStore
{
    /// <summary>Due records (disposable, minimum over) after a sequence number, ascending, with what the guard must know of them.</summary>
    Task<IReadOnlyList<RetentionCandidate>> ReadDueAsync(DateOnly day, long afterSequence, int take, CancellationToken cancellationToken);

    /// <summary>Disposes of records in one transaction: asks the <see cref="DeletionGuard"/> again with the holds as they stand inside it, appends
    /// one content-free entry to the evidence log and destroys content, data keys and salts. What the guard keeps is left untouched. A crash at
    /// any point leaves either all or nothing of the batch; keys that a crash left behind are erased at the next start.</summary>
    /// <param name="lease">Under which the clean-up runs; null where nobody else can run one.</param>
    /// <exception cref="LeaseLostException">Another process runs the clean-up now; nothing was disposed of.</exception>
    Task<DispositionResult> DisposeAsync(
        IReadOnlyList<long> sequences, DateOnly day, string actor, DateTimeOffset at, Lease? lease, CancellationToken cancellationToken);

    /// <summary>Makes what was erased unreadable in the raw files as well: truncates write-ahead logs.</summary>
    Task CompactAsync(CancellationToken cancellationToken);
}

/// <param name="PersonIds">The sender, and in direct and group conversations every member: what a hold on a person matches.</param>
public sealed record RetentionCandidate(long Sequence, string Source, string ConversationId, IReadOnlySet<string> PersonIds, RetentionPin Pin);

/// <param name="Kept">Records the guard kept after all, with the reason.</param>
public sealed record DispositionResult(IReadOnlyList<long> Disposed, IReadOnlyList<(long Sequence, DeletionDecision Decision)> Kept);
