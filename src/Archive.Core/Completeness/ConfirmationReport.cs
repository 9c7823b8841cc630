namespace Archive.Core.Completeness;

/// <summary>What a confirmation did.</summary>
/// <param name="Read">Messages that the platform gave out in the second read, each once, of whatever day.</param>
/// <param name="Closed">Days.</param>
/// <param name="Red">Days.</param>
/// <param name="Unconfirmed">Days.</param>
/// <param name="Missing">Messages that the archive had not.</param>
/// <param name="Recovered">Of these, those that are records now.</param>
public sealed record ConfirmationReport(long Read, int Closed, int Red, int Unconfirmed, long Missing, long Recovered)
{
    /// <summary>By name, as a run of a job counts them.</summary>
    public IReadOnlyDictionary<string, long> Counts => new Dictionary<string, long>(StringComparer.Ordinal)
    {
        ["read"] = Read,
        ["closed"] = Closed,
        ["red"] = Red,
        ["unconfirmed"] = Unconfirmed,
        ["missing"] = Missing,
        ["recovered"] = Recovered,
    };
}
