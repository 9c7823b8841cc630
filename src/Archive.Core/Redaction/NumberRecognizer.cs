namespace Archive.Core.Redaction;

/// <summary>What the recognizers of numbers share: boundaries, and the score of a form in its context.</summary>
internal abstract class NumberRecognizer(string entity, ContextWords words) : IRecognizer
{
    private const int LongestTouchingWord = 12;
    private const int StrongContext = 25;
    private const int UsualContext = 20;
    private const int OtherContext = -30;

    public string Entity { get; } = entity;

    public void Find(in ScannedText text, ref Findings findings)
    {
        for (var i = 0; i < text.Groups.Length; i++)
        {
            FindAt(text, i, ref findings);
        }
    }

    public abstract string Normalise(ReadOnlySpan<char> value);

    /// <summary>Looks for numbers that begin with a group of digits.</summary>
    protected abstract void FindAt(in ScannedText text, int group, ref Findings findings);

    /// <summary>No letter or digit touches the number, except a word of the entity in front of it.</summary>
    protected bool HasBoundaries(in ScannedText text, int start, int end) =>
        (end >= text.Text.Length || !TextCharacters.IsLetterOrDigit(text.Text[end])) && HasFrontBoundary(text.Text, start);

    protected NumberContext ReadContext(in ScannedText text, int start, int end) => words.Read(text.Text, start, end);

    protected void Report(in ScannedText text, int start, int end, int score, string reason, ref Findings findings)
    {
        var context = ReadContext(text, start, end);
        Report(start, end, score, context, reason, ref findings);
    }

    protected void Report(int start, int end, int score, NumberContext context, string reason, ref Findings findings) =>
        findings.Add(this, start, end, Math.Clamp(score + Weight(context), 0, 100), reason);

    private static int Weight(NumberContext context) => context switch
    {
        NumberContext.Strong => StrongContext,
        NumberContext.Usual => UsualContext,
        NumberContext.Other => OtherContext,
        _ => 0,
    };

    private bool HasFrontBoundary(ReadOnlySpan<char> text, int start)
    {
        if (start == 0 || !TextCharacters.IsLetterOrDigit(text[start - 1]))
        {
            return true;
        }

        var letters = start;
        while (letters > 0 && start - letters <= LongestTouchingWord && char.IsAsciiLetter(text[letters - 1]))
        {
            letters--;
        }

        return letters < start && (letters == 0 || !char.IsAsciiDigit(text[letters - 1])) && words.IsWord(text[letters..start]);
    }
}
