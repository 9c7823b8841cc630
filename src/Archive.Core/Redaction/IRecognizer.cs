namespace Archive.Core.Redaction;

/// <summary>Finds the spans of one form of one entity. Linear in the text, allocates nothing when it finds nothing, safe for concurrent callers.</summary>
internal interface IRecognizer
{
    /// <summary>One of <see cref="RedactionEntities"/>; several recognizers may serve one entity.</summary>
    string Entity { get; }

    void Find(in ScannedText text, ref Findings findings);

    /// <summary>The value that decides the tag: the same for every way of writing it. Part of the policy version.</summary>
    string Normalise(ReadOnlySpan<char> value);
}

/// <param name="Score">Hundredths: pattern, checksum and context together.</param>
/// <param name="Reason">Which of them decided; a constant, never text of the message.</param>
internal readonly record struct Finding(IRecognizer Recognizer, int Start, int End, int Score, string Reason)
{
    public int Length => End - Start;
}

/// <summary>Findings at or above the threshold, in the order they were found. The list exists from the first one on.</summary>
internal struct Findings(int threshold)
{
    public List<Finding>? Items { get; private set; }

    public void Add(IRecognizer recognizer, int start, int end, int score, string reason)
    {
        if (score >= threshold)
        {
            (Items ??= []).Add(new Finding(recognizer, start, end, score, reason));
        }
    }
}
