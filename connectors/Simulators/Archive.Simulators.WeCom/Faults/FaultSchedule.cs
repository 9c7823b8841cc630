using Archive.Simulators.Hosting;

namespace Archive.Simulators.WeCom.Faults;

/// <summary>Says which fault, if any, strikes the n-th call, counted from 1 in order of arrival. HTTP requests, SDK calls and decryptions have a
/// schedule and a count each.</summary>
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

    /// <summary>Exactly these faults, by number.</summary>
    public static FaultSchedule At(IReadOnlyDictionary<int, FaultKind> faults) => new(faults);

    /// <summary>About <paramref name="rate"/> (0 to 1) of the HTTP requests fail, by a draw that depends only on the seed and the number.</summary>
    /// <param name="kinds">Kinds to draw from; empty means all of the HTTP API but <see cref="FaultKind.Hang"/>, which costs a client its whole timeout.</param>
    public static FaultSchedule Seeded(int seed, double rate, params FaultKind[] kinds) =>
        new(seed, rate, kinds is { Length: > 0 } ? kinds : [.. Enum.GetValues<FaultKind>().Where(k => k < FaultKind.SdkNetwork && k != FaultKind.Hang)]);

    /// <summary>The same for calls of the SDK.</summary>
    /// <param name="kinds">Kinds to draw from; empty means all of the SDK but <see cref="FaultKind.SdkHang"/>.</param>
    public static FaultSchedule SeededSdk(int seed, double rate, params FaultKind[] kinds) => new(
        seed,
        rate,
        kinds is { Length: > 0 } ? kinds : [.. Enum.GetValues<FaultKind>().Where(k => k is >= FaultKind.SdkNetwork and not (FaultKind.SdkHang or FaultKind.SdkDecrypt))]);

    /// <summary>The same for decryptions: return code 10008, or the kinds given.</summary>
    public static FaultSchedule SeededDecrypt(int seed, double rate, params FaultKind[] kinds) =>
        new(seed, rate, kinds is { Length: > 0 } ? kinds : [FaultKind.SdkDecrypt]);
}
