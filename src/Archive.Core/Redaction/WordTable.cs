namespace Archive.Core.Redaction;

/// <summary>Words by their first character, the longest first, compared without regard to ASCII case. Their characters are ASCII and Han, to which no
/// other character is equal in any case.</summary>
internal sealed class WordTable
{
    private readonly ContextWord[]?[] _ascii = new ContextWord[]?[128];
    private readonly Dictionary<char, ContextWord[]> _others = [];

    /// <param name="words">In lower case; of equal ones the first counts.</param>
    public WordTable(IEnumerable<ContextWord> words)
    {
        foreach (var group in words.GroupBy(word => word.Text[0]))
        {
            ContextWord[] same = [.. group.OrderByDescending(word => word.Text.Length)];
            if (group.Key < _ascii.Length)
            {
                _ascii[group.Key] = same;
            }
            else
            {
                _others.Add(group.Key, same);
            }
        }
    }

    /// <summary>The words that begin with a character, of either case.</summary>
    public ReadOnlySpan<ContextWord> StartingWith(char c) =>
        c < _ascii.Length ? _ascii[WordCharacters.ToLower(c)] : _others.TryGetValue(c, out var words) ? words : null;

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
