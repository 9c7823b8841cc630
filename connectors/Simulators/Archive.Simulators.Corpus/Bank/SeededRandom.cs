namespace Archive.Simulators.Corpus.Bank;

/// <summary>SplitMix64: the same numbers from the same seed on every machine and runtime, which System.Random does not promise.
/// Whole numbers only, so that no floating point is involved.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong state = seed;

    public ulong NextUInt64()
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="below"/> − 1.</summary>
    public int Next(int below) => (int)Math.BigMul(NextUInt64(), (ulong)below, out _);

    /// <summary>Both bounds included.</summary>
    public int Between(int min, int max) => min + Next(max - min + 1);

    public bool Chance(int perMille) => Next(1000) < perMille;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    public string Digits(int count) => string.Create(count, this, static (span, random) =>
    {
        foreach (ref var c in span)
        {
            c = (char)('0' + random.Next(10));
        }
    });

    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
