namespace Archive.Core.Redaction;

/// <summary>Characters as the recognizers see them: full-width digits and letters count as their ASCII forms. Boundaries of numbers are look-arounds
/// on letters and digits of ASCII, because Han characters stand directly beside numbers.</summary>
internal static class TextCharacters
{
    private const int FullWidthShift = 0xFEE0;

    /// <summary>One byte for every ASCII character: which gap it is, and whether it is a letter or digit. Texts of nothing but numbers ask for
    /// both at every other character.</summary>
    private const byte LetterOrDigit = 0x80;
    private static readonly byte[] Ascii = [.. Enumerable.Range(0, 128).Select(c => (byte)((int)GapOf((char)c) | (char.IsAsciiLetterOrDigit((char)c) ? LetterOrDigit : 0)))];

    public static bool IsDigit(char c) => char.IsAsciiDigit(c) || c is >= '０' and <= '９';

    /// <summary>0 to 9; only for characters that <see cref="IsDigit"/>.</summary>
    public static byte DigitValue(char c) => (byte)(c >= '０' ? c - '０' : c - '0');

    public static char ToHalfWidth(char c) => c is >= '０' and <= '９' or >= 'Ａ' and <= 'Ｚ' or >= 'ａ' and <= 'ｚ' ? (char)(c - FullWidthShift) : c;

    public static bool IsLetter(char c) => char.IsAsciiLetter(ToHalfWidth(c));

    public static bool IsLetterOrDigit(char c) => c < Ascii.Length ? (Ascii[c] & LetterOrDigit) != 0 : char.IsAsciiLetterOrDigit(ToHalfWidth(c));

    /// <summary>What a character between two groups of digits of one number may be; None when it separates two numbers.</summary>
    public static GroupGap Gap(char c) => c < Ascii.Length ? (GroupGap)(Ascii[c] & ~LetterOrDigit) : GapOf(c);

    /// <summary>The digits of a value, half-width, in order.</summary>
    public static string DigitsOf(ReadOnlySpan<char> value)
    {
        Span<char> digits = value.Length <= 128 ? stackalloc char[value.Length] : new char[value.Length];
        var count = 0;
        foreach (var c in value)
        {
            if (IsDigit(c))
            {
                digits[count++] = (char)('0' + DigitValue(c));
            }
        }

        return digits[..count].ToString();
    }

    private static GroupGap GapOf(char c) => c switch
    {
        ' ' or '\u00A0' or '\u2007' or '\u2009' or '\u202F' or '\u3000' or '\t' => GroupGap.Space,
        '-' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' or '\uFF0D' => GroupGap.Hyphen,
        '.' or '·' or '\uFF0E' or '\u2022' or '\u2027' or '\u30FB' => GroupGap.Dot,
        '(' or ')' or '（' or '）' => GroupGap.Parenthesis,
        '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF' or '\u00AD' => GroupGap.Invisible,
        _ => GroupGap.None,
    };
}

/// <summary>What stands between two groups of digits of one number.</summary>
[Flags]
internal enum GroupGap
{
    None = 0,
    Space = 1,
    Hyphen = 2,
    Dot = 4,
    Parenthesis = 8,
    Invisible = 16,
}
