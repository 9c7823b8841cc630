using System.Text.Json.Serialization;

namespace Archive.Core.Completeness;

/// <summary>What a second read found of a day, each message (native id and revision) counted once however often the platform gave it out.</summary>
/// <param name="Expected">Messages that the platform gave out: held, disposed of, quarantined, discarded, refused, withheld and unexplained together.</param>
/// <param name="Held">Stored as records.</param>
/// <param name="Disposed">Were records until their retention was over.</param>
/// <param name="Quarantined">Could not be read or redacted.</param>
/// <param name="Discarded">Were in quarantine until two people agreed.</param>
/// <param name="Refused">Not kept, by reason of the gate.</param>
/// <param name="Withheld">Not kept, by reason of the gate.</param>
/// <param name="Unexplained">May be kept, and were not there.</param>
/// <param name="Recovered">Were unexplained in an earlier second read and are records since.</param>
/// <param name="KeptOnlyHere">Records of the day that the read did not give out: recalled, deleted or changed on the platform since, or a second copy of a message whose files came later. Not among the expected.</param>
public sealed record SecondReadFigures(
    long Expected,
    long Held,
    long Disposed,
    long Quarantined,
    long Discarded,
    IReadOnlyDictionary<string, long> Refused,
    IReadOnlyDictionary<string, long> Withheld,
    long Unexplained,
    long Recovered,
    long KeptOnlyHere)
{
    /// <summary>Whether expected is the sum of what became of it.</summary>
    [JsonIgnore]
    public bool AddUp => Expected == Held + Disposed + Quarantined + Discarded + Refused.Values.Sum() + Withheld.Values.Sum() + Unexplained
        && FigureChecks.AreCounts([Expected, Held, Disposed, Quarantined, Discarded, Unexplained, Recovered, KeptOnlyHere, .. Refused.Values, .. Withheld.Values]);
}
