namespace Archive.Core.Redaction;

/// <summary>The two characters that only labels may hold. Where a user typed them they become 〚 and 〛, so that nobody can write a label by hand and
/// have it taken for a replaced value. This replacement is no mark: it hides nothing. It is part of every policy version.</summary>
internal static class LabelBrackets
{
    public const char Open = '⟦';
    public const char Close = '⟧';
    private const char TypedOpen = '〚';
    private const char TypedClose = '〛';

    /// <summary>The text itself when it has neither of the two.</summary>
    public static string Neutralise(string text) =>
        text.AsSpan().IndexOfAny(Open, Close) < 0 ? text : text.Replace(Open, TypedOpen).Replace(Close, TypedClose);
}
