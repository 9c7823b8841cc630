using Archive.Core.Ingestion;

namespace Archive.Core.Quarantine;

/// <summary>Items of one source that were read again, mapped, past the gate and redacted: what the store commits in one transaction.</summary>
/// <param name="Frame">Source, platform, policies and time of all of them; no items.</param>
public sealed record RetriedBatch(PreparedPage Frame, IReadOnlyList<RetriedItem> Items);

/// <summary>What came of one item. It leaves the quarantine whole or not at all, also where its bytes hold several messages.</summary>
/// <param name="Admitted">Messages to be stored.</param>
/// <param name="TurnedAway">Messages that the gate refuses or withholds.</param>
/// <param name="Reason">Why it stays; null when it leaves.</param>
public sealed record RetriedItem(long Id, IReadOnlyList<PreparedItem> Admitted, IReadOnlyList<TurnedAway> TurnedAway, string? Reason)
{
    /// <param name="reason">Kind and detail, see <see cref="QuarantineReasons"/>.</param>
    public static RetriedItem Stays(long id, string reason) => new(id, [], [], reason);

    /// <summary>By which a hold is found that keeps what the gate turns away.</summary>
    public KnownOfItem Known { get; init; } = KnownOfItem.Nothing;
}

/// <param name="Records">Records that were new, ascending.</param>
public sealed record RetryResult(IReadOnlyList<(long Id, RetryOutcome Outcome)> Items, IReadOnlyList<AppendedRecord> Records);

public enum RetryOutcome
{
    /// <summary>It is a record now, or several.</summary>
    Admitted,

    /// <summary>The record was there already.</summary>
    Duplicate,

    /// <summary>The gate refused or withheld it: counted with its reason, and destroyed.</summary>
    TurnedAway,

    /// <summary>It stays, with the reason of this attempt.</summary>
    Unreadable,

    /// <summary>It was not there any more: somebody else was faster.</summary>
    Gone,
}
