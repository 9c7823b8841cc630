using System.Collections.Frozen;

namespace Archive.Simulators.Hosting;

/// <summary>Says which fault, if any, strikes the n-th request (counted from 1 in order of arrival). The same schedule gives the same
/// answer for the same number, always.</summary>
/// <typeparam name="TFault">The faults that a platform can show.</typeparam>
public class FaultSchedule<TFault>
    where TFault : struct, Enum
{
    /// <summary>Longest run of faults that a seeded schedule gives, so that three attempts always suffice.</summary>
    public const int LongestRun = 2;

    private readonly FrozenDictionary<int, TFault>? _explicit;
    private readonly TFault[] _kinds = [];
    private readonly double _rate;
    private readonly ulong _seed;

    /// <summary>Exactly these faults, by request number.</summary>
    protected FaultSchedule(IReadOnlyDictionary<int, TFault> faults) => _explicit = faults.ToFrozenDictionary();

    /// <summary>About <paramref name="rate"/> (0 to 1) of the requests fail, by a draw that depends only on the seed and the number.</summary>
    protected FaultSchedule(int seed, double rate, TFault[] kinds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 1);
        ArgumentOutOfRangeException.ThrowIfZero(kinds.Length);
        _seed = unchecked((ulong)seed);
        _rate = rate;
        _kinds = kinds;
    }

    /// <summary>Fault of request number <paramref name="number"/>, or null. A fault that the answer has no room for is left out.</summary>
    public TFault? For(int number)
    {
        if (_explicit is not null)
        {
            return _explicit.TryGetValue(number, out var kind) ? kind : null;
        }

        var run = 0;
        for (var n = number; n >= 1 && Strikes(n); n--)
        {
            run++;
        }

        // Every third of a run of draws passes, so that a run of failures stays bounded at any rate.
        return run % (LongestRun + 1) == 0 ? null : _kinds[(int)(Draw(number, 2) % (ulong)_kinds.Length)];
    }

    private bool Strikes(int number) => (Draw(number, 1) >> 11) * (1.0 / (1UL << 53)) < _rate;

    /// <summary>SplitMix64 of seed, number and purpose.</summary>
    private ulong Draw(int number, ulong purpose)
    {
        unchecked
        {
            var z = (_seed * 0x9E3779B97F4A7C15UL) + ((ulong)number * 0xD1B54A32D192ED03UL) + (purpose * 0x8CB92BA72F3D8DD7UL);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
