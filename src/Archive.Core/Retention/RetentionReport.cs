namespace Archive.Core.Retention;

/// <summary>What a clean-up did or would do: due = disposed + held + failed.</summary>
/// <param name="Disposed">In a simulation: would be disposed of.</param>
/// <param name="Reasons">Why records were held or failed, most frequent first.</param>
public sealed record RetentionReport(
    bool Simulated, long Due, long Disposed, long Held, long Failed, IReadOnlyList<RetentionReason> Reasons);

public sealed record RetentionReason(string Reason, long Count);

internal sealed class RetentionReportBuilder
{
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private long _held;
    private long _failed;

    public long Disposed { get; private set; }

    public void Count(DeletionDecision decision)
    {
        if (decision.MayDelete)
        {
            Disposed++;
            return;
        }

        _held++;
        Add(decision.Hold is { } hold ? $"{decision.Reason}: {hold.Matter}" : decision.Reason, 1);
    }

    public void CountDisposed(int count) => Disposed += count;

    public void CountFailed(int count, string reason)
    {
        _failed += count;
        Add($"failed: {reason}", count);
    }

    public RetentionReport Build(bool simulated) => new(
        simulated,
        Disposed + _held + _failed,
        Disposed,
        _held,
        _failed,
        [.. _reasons.OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Select(r => new RetentionReason(r.Key, r.Value))]);

    private void Add(string reason, long count) => _reasons[reason] = _reasons.GetValueOrDefault(reason) + count;
}
