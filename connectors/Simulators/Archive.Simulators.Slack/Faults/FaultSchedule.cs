using Archive.Simulators.Hosting;

namespace Archive.Simulators.Slack.Faults;

/// <summary>Says which fault, if any, strikes the n-th API request (counted from 1 in order of arrival; file downloads do not count).</summary>
public sealed class FaultSchedule : FaultSchedule<FaultKind>
{
    private FaultSchedule(IReadOnlyDictionary<int, FaultKind> faults)
        : base(faults)
    {
    }

    private FaultSchedule(int seed, double rate, FaultKind[] kinds)
        : base(seed, rate, kinds)
    {
    }

    public static FaultSchedule None { get; } = new(new Dictionary<int, FaultKind>());

    /// <summary>Exactly these faults, by request number.</summary>
    public static FaultSchedule At(IReadOnlyDictionary<int, FaultKind> faults) => new(faults);

    /// <summary>About <paramref name="rate"/> (0 to 1) of the requests fail, by a draw that depends only on the seed and the number.</summary>
    /// <param name="kinds">Kinds to draw from; empty means all but <see cref="FaultKind.Hang"/>, which costs a client its whole timeout.</param>
    public static FaultSchedule Seeded(int seed, double rate, params FaultKind[] kinds) =>
        new(seed, rate, kinds is { Length: > 0 } ? kinds : [.. Enum.GetValues<FaultKind>().Where(k => k != FaultKind.Hang)]);
}
