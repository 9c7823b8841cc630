using System.Text.Json.Serialization;
using Archive.Core.Messages;

namespace Archive.Core.Completeness;

/// <summary>What came of everything that was received of a day, each delivery counted: the intake counters as they stood.</summary>
/// <param name="Received">All of the others together.</param>
/// <param name="Refused">By reason of the gate.</param>
/// <param name="Withheld">By reason of the gate.</param>
public sealed record ArrivalFigures(
    long Received,
    long Admitted,
    IReadOnlyDictionary<string, long> Refused,
    IReadOnlyDictionary<string, long> Withheld,
    long Duplicate,
    long Quarantined,
    long Discarded)
{
    /// <summary>Reason under which the counters keep what a second read has brought in.</summary>
    public const string BySecondRead = "SecondRead";

    /// <summary>Whether received is the sum of the outcomes.</summary>
    [JsonIgnore]
    public bool AddUp => Received == Admitted + Refused.Values.Sum() + Withheld.Values.Sum() + Duplicate + Quarantined + Discarded
        && FigureChecks.AreCounts([Received, Admitted, Duplicate, Quarantined, Discarded, .. Refused.Values, .. Withheld.Values]);

    /// <param name="counts">Of one source and day.</param>
    public static ArrivalFigures Of(IReadOnlyCollection<IntakeCount> counts)
    {
        long Sum(IntakeOutcome outcome) => counts.Where(c => c.Outcome == outcome).Sum(c => c.Count);
        SortedDictionary<string, long> ByReason(IntakeOutcome outcome) =>
            new(counts.Where(c => c.Outcome == outcome).GroupBy(c => c.Reason).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)), StringComparer.Ordinal);
        return new ArrivalFigures(
            counts.Sum(c => c.Count),
            Sum(IntakeOutcome.Admitted),
            ByReason(IntakeOutcome.Refused),
            ByReason(IntakeOutcome.Withheld),
            Sum(IntakeOutcome.Duplicate),
            Sum(IntakeOutcome.Quarantined),
            Sum(IntakeOutcome.Discarded));
    }
}
