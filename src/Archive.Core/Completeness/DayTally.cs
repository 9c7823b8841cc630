using Archive.Core.Messages;
using Archive.Core.Sanctioning;

namespace Archive.Core.Completeness;

/// <summary>Counts what a second read finds of one day.</summary>
internal sealed class DayTally
{
    private readonly Dictionary<KnownState, long> _known = [];
    private readonly SortedDictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _withheld = new(StringComparer.Ordinal);
    private long _expected;
    private long _unexplained;
    private long _heldBefore;

    public long Unexplained => _unexplained;

    /// <summary>Whether anything was refused for want of a scope in force.</summary>
    public bool LacksScope { get; private set; }

    /// <param name="before">Newest record when the read began.</param>
    public void AddKnown(KnownItem item, long before)
    {
        _expected++;
        _known[item.State] = _known.GetValueOrDefault(item.State) + 1;
        _heldBefore += item.State == KnownState.Stored && item.Sequence <= before ? 1 : 0;
    }

    public void AddTurnedAway(SanctionDecision decision)
    {
        _expected++;
        LacksScope |= decision.Reason.IsOfSource();
        var reasons = decision.Outcome == SanctionOutcome.Withhold ? _withheld : _refused;
        reasons[decision.Reason.ToString()] = reasons.GetValueOrDefault(decision.Reason.ToString()) + 1;
    }

    public void AddUnexplained()
    {
        _expected++;
        _unexplained++;
    }

    /// <param name="held">Records of the day when the read began.</param>
    /// <param name="counts">Of the day.</param>
    public SecondReadFigures ToFigures(long held, IEnumerable<IntakeCount> counts) => new(
        _expected,
        _known.GetValueOrDefault(KnownState.Stored),
        _known.GetValueOrDefault(KnownState.Disposed),
        _known.GetValueOrDefault(KnownState.Quarantined),
        _known.GetValueOrDefault(KnownState.Discarded),
        _refused,
        _withheld,
        _unexplained,
        counts.Where(c => c is { Outcome: IntakeOutcome.Admitted, Reason: ArrivalFigures.BySecondRead }).Sum(c => c.Count),
        Math.Max(0, held - _heldBefore)); // a clean-up may have taken some meanwhile
}
