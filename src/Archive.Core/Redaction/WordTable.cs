namespace Archive.Core.Redaction;

/// <summary>Words by their first character, the longest first, compared without regard to ASCII case. Their characters are ASCII and Han, to which no
/// other character is equal in any case.</summary>
internal sealed class WordTable
{
    private readonly ContextWord[]?[] _ascii = new ContextWord[]?[128];
    private readonly Dictionary<char, ContextWord[]> _others = [];

    /// <summary>For the five low bits of a first ASCII letter those of the second characters, as bits: most pairs of letters begin no word.</summary>
    private readonly uint[] _seconds = new uint[32];

    /// <param name="words">In lower case, those of ASCII letters with two characters at least; of equal ones the first counts.</param>
    public WordTable(IEnumerable<ContextWord> words)
    {
        foreach (var group in words.GroupBy(word => word.Text[0]))
        {
            ContextWord[] same = [.. group.OrderByDescending(word => word.Text.Length)];
            if (group.Key < _ascii.Length)
            {
                _ascii[group.Key] = same;
                _seconds[group.Key & 31] = same.Aggregate(0U, (bits, word) => bits | (1U << (word.Text[1] & 31)));
            }
            else
            {
                _others.Add(group.Key, same);
            }
        }
    }

    /// <summary>The words that can stand at a place of a text, by its first character and mostly its second.</summary>
    public ReadOnlySpan<ContextWord> StartingAt(ReadOnlySpan<char> text, int at)
    {
        var c = text[at];
        if (c >= _ascii.Length)
        {
            return _others.TryGetValue(c, out var words) ? words : null;
        }

        return at + 1 < text.Length && (_seconds[c & 31] >> (text[at + 1] & 31) & 1) != 0 ? _ascii[WordCharacters.ToLower(c)] : null;
    }

    /// <summary>Whether a word stands at the beginning of a text.</summary>
    public static bool Leads(string word, ReadOnlySpan<char> text)
    {
        if (word.Length > text.Length)
        {
            return false;
        }

        for (var i = 0; i < word.Length; i++)
        {
            if (WordCharacters.ToLower(text[i]) != word[i])
            {
                return false;
            }
        }

        return true;
    }
}

/// <param name="Text">In lower case.</param>
internal readonly record struct ContextWord(string Text, NumberContext Says);
