using System.Globalization;
using System.Text;

namespace Archive.Core.Search.Analysis;

/// <summary>What the analyzer does with a character.</summary>
internal enum CharacterClass : byte
{
    Separator,
    Word,
    Pair,

    /// <summary>A symbol that is a word by itself: emoji.</summary>
    Symbol,

    /// <summary>Invisible (variation selectors, joiners, soft hyphens, skin tones): as if it were not there.</summary>
    Ignored,

    /// <summary>Has to be normalised together with its neighbours, or becomes several characters.</summary>
    Complex,
}

/// <summary>Class and folded form of each character, computed a page of 256 at a time on first use, so that a start pays only for the
/// scripts it meets.</summary>
internal static class CharacterTable
{
    private static readonly Page?[] Pages = new Page?[256];

    public static CharacterClass ClassOf(char value) => PageOf(value).Classes[value & 0xFF];

    /// <summary>The one character it becomes after normalisation and case folding; only for classes Word, Pair and Symbol.</summary>
    public static char Folded(char value) => PageOf(value).Folded[value & 0xFF];

    /// <summary>True for characters that change or complete the one before: marks, Hangul vowels and finals, half-width sound marks.</summary>
    public static bool Extends(char value) => value >= 0x300 && PageOf(value).Extends[value & 0xFF];

    public static bool Extends(Rune value) =>
        value.IsBmp ? Extends((char)value.Value) : IsMark(Rune.GetUnicodeCategory(value));

    /// <summary>Class of a character that is already normalised.</summary>
    public static CharacterClass ClassOfNormalised(Rune value)
    {
        if (IsIgnored(value))
        {
            return CharacterClass.Ignored;
        }

        var category = Rune.GetUnicodeCategory(value);
        if (IsRadical(value.Value))
        {
            return CharacterClass.Pair;
        }

        if (IsEmoji(value.Value))
        {
            return CharacterClass.Symbol;
        }

        var isText = category is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
            || category <= UnicodeCategory.OtherLetter || IsMark(category);
        if (!isText)
        {
            return CharacterClass.Separator;
        }

        return IsUnspaced(value.Value) ? CharacterClass.Pair : CharacterClass.Word;
    }

    /// <summary>Case and Chinese variants. Upper, then lower: unites forms that lower-casing alone leaves apart, such as the two Greek sigmas.</summary>
    public static Rune Fold(Rune value)
    {
        var folded = Rune.ToLowerInvariant(Rune.ToUpperInvariant(value));
        return folded.IsBmp ? new Rune(HanVariants.Fold((char)folded.Value)) : folded;
    }

    /// <summary>Scripts in which words are not set apart by blanks (and Hangul, whose particles are written onto the word).</summary>
    private static bool IsUnspaced(int value) => value switch
    {
        < 0x0E00 => false,
        <= 0x0EFF => true, // Thai, Lao
        >= 0x1000 and <= 0x109F => true, // Myanmar
        >= 0x1780 and <= 0x17FF => true, // Khmer
        >= 0x3005 and <= 0x3007 => true, // iteration mark, closing mark, zero
        >= 0x3021 and <= 0x318F => true, // numerals, kana, bopomofo, Hangul letters
        >= 0x31A0 and <= 0x31FF => true,
        >= 0x3400 and <= 0x4DBF => true,
        >= 0x4E00 and <= 0x9FFF => true,
        >= 0xA960 and <= 0xA97F => true,
        >= 0xAC00 and <= 0xD7FF => true, // Hangul
        >= 0x1100 and <= 0x11FF => true,
        >= 0xF900 and <= 0xFAFF => true,
        >= 0x1AFF0 and <= 0x1B16F => true, // kana extensions
        >= 0x20000 and <= 0x3FFFF => true, // Han of the supplementary planes
        _ => false,
    };

    private static bool IsRadical(int value) => value is >= 0x2E80 and <= 0x2FD5;

    /// <summary>Characters that chat shows as pictures. Arrows, boxes and signs of mathematics are not among them: nobody searches for them, and tables
    /// drawn with them would fill the index.</summary>
    private static bool IsEmoji(int value) => value switch
    {
        < 0x231A => value is 0x203C or 0x2049,
        <= 0x23FF => value is 0x231A or 0x231B or 0x2328 or 0x23CF or (>= 0x23E9 and <= 0x23F3) or (>= 0x23F8 and <= 0x23FA),
        >= 0x2600 and <= 0x2775 => true,
        >= 0x2794 and <= 0x27BF => true,
        0x2B1B or 0x2B1C or 0x2B50 or 0x2B55 or 0x3030 or 0x303D => true,
        >= 0x1F000 and <= 0x1F0FF => true,
        >= 0x1F1E6 and <= 0x1FAFF => true,
        _ => false,
    };

    private static bool IsIgnored(Rune value) =>
        value.Value is (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x180B and <= 0x180F) or 0x034F
        || Rune.GetUnicodeCategory(value) == UnicodeCategory.Format;

    private static bool IsMark(UnicodeCategory category) =>
        category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static Page PageOf(char value) => Pages[value >> 8] ?? BuildPage(value >> 8);

    private static Page BuildPage(int number)
    {
        var page = new Page();
        for (var i = 0; i < 256; i++)
        {
            Describe(page, i, (char)((number << 8) | i));
        }

        // Two threads may build the same page; both builds are equal.
        Pages[number] = page;
        return page;
    }

    private static void Describe(Page page, int index, char value)
    {
        if (char.IsSurrogate(value))
        {
            page.Classes[index] = CharacterClass.Complex;
            return;
        }

        page.Extends[index] = IsMark(CharUnicodeInfo.GetUnicodeCategory(value))
            || value is (>= '\u1160' and <= '\u11FF') or (>= '\uD7B0' and <= '\uD7FF') or '\uFF9E' or '\uFF9F';
        var normalised = UnicodeNormaliser.Normalise([value]);
        if (normalised.Length != 1)
        {
            page.Classes[index] = CharacterClass.Complex;
            return;
        }

        var folded = Fold(new Rune(normalised[0]));
        page.Classes[index] = ClassOfNormalised(folded);
        page.Folded[index] = (char)folded.Value;
    }

    private sealed class Page
    {
        public CharacterClass[] Classes { get; } = new CharacterClass[256];

        public char[] Folded { get; } = new char[256];

        public bool[] Extends { get; } = new bool[256];
    }
}
