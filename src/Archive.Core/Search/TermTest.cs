using System.Text;

namespace Archive.Core.Search;

/// <summary>Asks of one token whether it is what a term wants. Thread-safe.</summary>
public sealed class TermTest(BoundTerm term)
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(term.Text);

    /// <param name="token">UTF-8, as the analyzer gives it.</param>
    public bool Matches(ReadOnlySpan<byte> token) => term.Match switch
    {
        TermMatch.Exact => token.SequenceEqual(_text),
        TermMatch.Prefix => token.StartsWith(_text),
        _ => MatchesPattern(token),
    };

    /// <summary>Glob matching that remembers the last star only: at most length × length steps.</summary>
    private bool MatchesPattern(ReadOnlySpan<byte> token)
    {
        int i = 0, p = 0, star = -1, retry = 0;
        while (i < token.Length)
        {
            if (p < _text.Length && _text[p] == (byte)'*')
            {
                (star, retry) = (p++, i);
            }
            else if (p < _text.Length && _text[p] == (byte)'?')
            {
                i = EndOfCharacter(token, i);
                p++;
            }
            else if (p < _text.Length && _text[p] == token[i])
            {
                i++;
                p++;
            }
            else if (star >= 0)
            {
                retry = EndOfCharacter(token, retry);
                (i, p) = (retry, star + 1);
            }
            else
            {
                return false;
            }
        }

        while (p < _text.Length && _text[p] == (byte)'*')
        {
            p++;
        }

        return p == _text.Length;
    }

    private static int EndOfCharacter(ReadOnlySpan<byte> utf8, int start)
    {
        do
        {
            start++;
        }
        while (start < utf8.Length && (utf8[start] & 0xC0) == 0x80);
        return start;
    }
}
