namespace Archive.Search.SqliteFts;

/// <summary>BM25 over the phrases of a query: rare phrases, often, in short messages.</summary>
internal sealed class RelevanceModel
{
    public const int MaximumPhrases = 64;

    // The usual constants of BM25.
    private const double Saturation = 1.2;
    private const double LengthWeight = 0.75;

    // Tokens of a usual message, where the average of all of them must not be told.
    private const double UsualLength = 16;

    private readonly IndexSnapshot _snapshot;
    private readonly double[] _weights;
    private readonly double[] _norms = new double[256];

    /// <param name="frequencies">Of each phrase, the number of documents that hold it.</param>
    public RelevanceModel(IndexSnapshot snapshot, IReadOnlyList<long> frequencies)
        : this(snapshot, [.. frequencies.Select(frequency => WeightOf(frequency, Math.Max(1, snapshot.Count)))], Math.Max(1.0, (double)snapshot.TotalLength / Math.Max(1, snapshot.Count)))
    {
    }

    private RelevanceModel(IndexSnapshot snapshot, double[] weights, double averageLength)
    {
        _snapshot = snapshot;
        _weights = weights;
        for (var i = 0; i < _norms.Length; i++)
        {
            _norms[i] = Saturation * (1 - LengthWeight + (LengthWeight * DocumentLength.Decode((byte)i) / averageLength));
        }
    }

    /// <summary>For a reader from whom documents are hidden: the same whatever those hold, so how rare a phrase is counts for nothing.</summary>
    public static RelevanceModel ForNarrowView(IndexSnapshot snapshot, int phrases) => new(snapshot, [.. Enumerable.Repeat(1.0, phrases)], UsualLength);

    /// <summary>Called from native code: never throws.</summary>
    public double Score(long sequence, ReadOnlySpan<int> frequencies)
    {
        if (!_snapshot.Holds(sequence))
        {
            return 0;
        }

        var norm = _norms[_snapshot.Chunks[sequence >> ColumnChunk.Shift].Lengths[sequence & ColumnChunk.Mask]];
        var score = 0.0;
        for (var i = 0; i < frequencies.Length && i < _weights.Length; i++)
        {
            score += _weights[i] * frequencies[i] * (Saturation + 1) / (frequencies[i] + norm);
        }

        return score;
    }

    private static double WeightOf(long frequency, long count) => Math.Log(1 + ((Math.Max(0, count - frequency) + 0.5) / (frequency + 0.5)));
}
