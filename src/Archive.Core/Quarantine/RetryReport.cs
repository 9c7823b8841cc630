namespace Archive.Core.Quarantine;

/// <summary>What came of reading items again: tried = admitted + duplicate + turned away + unreadable + gone.</summary>
/// <param name="Unreadable">They stay, each with the reason of this attempt.</param>
/// <param name="Gone">They had left before.</param>
public sealed record RetryReport(long Admitted, long Duplicate, long TurnedAway, long Unreadable, long Gone)
{
    public long Tried => Admitted + Duplicate + TurnedAway + Unreadable + Gone;

    /// <summary>By name, as a run of a job counts them.</summary>
    public IReadOnlyDictionary<string, long> Counts => new Dictionary<string, long>(StringComparer.Ordinal)
    {
        ["tried"] = Tried,
        ["admitted"] = Admitted,
        ["duplicate"] = Duplicate,
        ["turnedAway"] = TurnedAway,
        ["unreadable"] = Unreadable,
        ["gone"] = Gone,
    };

    internal RetryReport With(IReadOnlyList<(long Id, RetryOutcome Outcome)> items)
    {
        int Of(RetryOutcome outcome) => items.Count(i => i.Outcome == outcome);
        return new RetryReport(
            Admitted + Of(RetryOutcome.Admitted),
            Duplicate + Of(RetryOutcome.Duplicate),
            TurnedAway + Of(RetryOutcome.TurnedAway),
            Unreadable + Of(RetryOutcome.Unreadable),
            Gone + Of(RetryOutcome.Gone));
    }
}
