namespace Archive.Core.Search.Analysis;

/// <summary>One token and where it comes from. Offsets are UTF-16 units of the source text, ends are exclusive.</summary>
/// <param name="ByteStart">Where the token begins in <see cref="TextAnalyzer.Utf8"/>.</param>
/// <param name="HeadEnd">End of the token's first character for pairs, end of the token otherwise: what a search for that character alone marks.</param>
public readonly record struct AnalyzedToken(int ByteStart, int ByteLength, int Start, int HeadEnd, int End, TokenKind Kind);

public enum TokenKind : byte
{
    /// <summary>A run of letters and digits.</summary>
    Word,

    /// <summary>A character of a script without blanks between words, and its successor.</summary>
    Pair,

    /// <summary>The last character of such a run, alone.</summary>
    Last,
}
