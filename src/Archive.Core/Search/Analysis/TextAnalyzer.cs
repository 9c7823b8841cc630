using System.Text;

namespace Archive.Core.Search.Analysis;

/// <summary>Text to tokens, the same for documents and queries: the analyzer "han-pair-2".
/// <para>Runs of letters, marks and digits become one token each, folded by NFKC and case; each emoji is a token, whatever its skin tone; everything
/// else separates and is not searchable. Traditional Chinese characters are folded to simplified ones. In scripts without blanks between words (Han, kana, Hangul, Thai …) there is one token at each character:
/// it and its successor, the last of a run alone. So positions are characters, and any two neighbours are found by one token.</para>
/// <para>Tokens consist of ASCII letters and digits and of non-ASCII characters only, so that FTS5's <c>ascii</c> tokenizer and a whitespace
/// tokenizer both give them back unchanged. No input throws. An instance reuses its buffers: one thread at a time, and results are valid until
/// the next <see cref="Analyze"/>.</para></summary>
public sealed class TextAnalyzer
{
    public const string Name = "han-pair-2";

    /// <summary>Longer runs are cut into tokens of this many characters on both sides, so they are still found, as phrases.</summary>
    public const int MaximumWordLength = 64;

    // As in Unicode's stream-safe text format: bounds what one normalisation sees, whatever the text.
    private const int MaximumClusterLength = 32;

    private readonly TokenWriter _tokens = new();

    /// <summary>The tokens in UTF-8, one blank between them.</summary>
    public ReadOnlySpan<byte> Utf8 => _tokens.Utf8;

    public ReadOnlySpan<AnalyzedToken> Tokens => _tokens.Tokens;

    public ReadOnlySpan<byte> BytesOf(in AnalyzedToken token) => _tokens.Utf8.Slice(token.ByteStart, token.ByteLength);

    public void Analyze(ReadOnlySpan<char> text)
    {
        _tokens.Begin();
        var i = 0;
        while (i < text.Length)
        {
            var value = text[i];
            if (i + 1 < text.Length && CharacterTable.Extends(text[i + 1]))
            {
                i = AcceptCluster(text, i);
            }
            else if (char.IsAscii(value))
            {
                _tokens.AcceptAscii(value, i++);
            }
            else if (value is >= '\u4E00' and <= '\u9FFF')
            {
                _tokens.AcceptPair(HanVariants.Fold(value), i, ++i);
            }
            else
            {
                i = AcceptOther(text, i);
            }
        }

        _tokens.Break();
    }

    private int AcceptOther(ReadOnlySpan<char> text, int start)
    {
        var value = text[start];
        switch (CharacterTable.ClassOf(value))
        {
            case CharacterClass.Word:
                _tokens.AcceptWord(new Rune(CharacterTable.Folded(value)), start, start + 1);
                return start + 1;
            case CharacterClass.Pair:
                _tokens.AcceptPair(CharacterTable.Folded(value), start, start + 1);
                return start + 1;
            case CharacterClass.Symbol:
                _tokens.AcceptSymbol(new Rune(CharacterTable.Folded(value)), start, start + 1);
                return start + 1;
            case CharacterClass.Ignored:
                return start + 1;
            case CharacterClass.Separator:
                _tokens.Break();
                return start + 1;
            default:
                return AcceptCluster(text, start);
        }
    }

    /// <summary>Normalises a character together with what changes it; every resulting character stands for the whole of it.</summary>
    private int AcceptCluster(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        do
        {
            Rune.DecodeFromUtf16(text[end..], out _, out var length);
            end += length;
        }
        while (end < text.Length && end - start < MaximumClusterLength && Rune.DecodeFromUtf16(text[end..], out var next, out _) == System.Buffers.OperationStatus.Done
            && CharacterTable.Extends(next));

        foreach (var rune in UnicodeNormaliser.Normalise(text[start..end]).EnumerateRunes())
        {
            var folded = CharacterTable.Fold(rune);
            switch (CharacterTable.ClassOfNormalised(folded))
            {
                case CharacterClass.Word:
                    _tokens.AcceptWord(folded, start, end);
                    break;
                case CharacterClass.Pair:
                    _tokens.AcceptPair(folded, start, end);
                    break;
                case CharacterClass.Symbol:
                    _tokens.AcceptSymbol(folded, start, end);
                    break;
                case CharacterClass.Separator:
                    _tokens.Break();
                    break;
            }
        }

        return end;
    }
}
