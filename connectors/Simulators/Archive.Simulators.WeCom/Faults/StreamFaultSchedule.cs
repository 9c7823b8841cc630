using Archive.Simulators.Hosting;

namespace Archive.Simulators.WeCom.Faults;

/// <summary>Says which fault, if any, befalls the n-th message of the stream, counted from 1 in order of time.</summary>
public sealed class StreamFaultSchedule : FaultSchedule<StreamFaultKind>
{
    private StreamFaultSchedule(IReadOnlyDictionary<int, StreamFaultKind> faults)
        : base(faults)
    {
    }

    private StreamFaultSchedule(int seed, double rate, StreamFaultKind[] kinds)
        : base(seed, rate, kinds)
    {
    }

    public static StreamFaultSchedule None { get; } = new(new Dictionary<int, StreamFaultKind>());

    /// <summary>Exactly these faults, by number.</summary>
    public static StreamFaultSchedule At(IReadOnlyDictionary<int, StreamFaultKind> faults) => new(faults);

    /// <summary>About <paramref name="rate"/> (0 to 1) of the messages, by a draw that depends only on the seed and the number.</summary>
    /// <param name="kinds">Kinds to draw from; empty means all but <see cref="StreamFaultKind.Dropped"/>, which no client can make good.</param>
    public static StreamFaultSchedule Seeded(int seed, double rate, params StreamFaultKind[] kinds) =>
        new(seed, rate, kinds is { Length: > 0 } ? kinds : [.. Enum.GetValues<StreamFaultKind>().Where(k => k != StreamFaultKind.Dropped)]);
}
