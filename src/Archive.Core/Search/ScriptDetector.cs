namespace Archive.Core.Search;

/// <summary>Says in which language a message is written, as far as its letters tell: counting by script is exact and repeatable, guessing by words
/// is not. So "en" stands for every language in Latin letters.</summary>
public static class ScriptDetector
{
    public const string None = "none";
    private const string Latin = "en";
    private const string Han = "zh";

    // Kana in a text of Han characters: a share of a tenth is Japanese; a の in a Chinese shop name is not.
    private const int KanaShare = 10;

    /// <summary>Values of "lang:".</summary>
    public static IReadOnlyList<string> Languages { get; } = [Han, Latin, "ja", "ko", "ru", "ar", "he", "th", "other", None];

    /// <summary>The language of most letters; <see cref="None"/> without letters.</summary>
    public static string Detect(string text)
    {
        int latin = 0, han = 0, kana = 0;
        Span<int> others = stackalloc int[6];
        foreach (var value in text)
        {
            if (char.IsAscii(value))
            {
                latin += char.IsAsciiLetter(value) ? 1 : 0;
                continue;
            }

            if (value is >= '\u4E00' and <= '\u9FFF' or >= '\u3400' and <= '\u4DBF')
            {
                han++;
            }
            else if (value is >= '\u3040' and <= '\u30FF')
            {
                kana++;
            }
            else if (char.IsLetter(value))
            {
                latin += value < '\u0250' ? 1 : 0;
                others[Other(value)] += value < '\u0250' ? 0 : 1;
            }
        }

        // A Han character says as much as a word of some letters.
        han = (han + kana) * 3;
        var (best, count) = latin > han ? (Latin, latin) : (kana > 0 && kana * KanaShare >= han / 3 ? "ja" : Han, han);
        for (var i = 0; i < others.Length; i++)
        {
            if (others[i] > count)
            {
                (best, count) = (OtherNames[i], others[i]);
            }
        }

        return count == 0 ? None : best;
    }

    private static ReadOnlySpan<string> OtherNames => new[] { "ko", "ru", "ar", "he", "th", "other" };

    private static int Other(char value) => value switch
    {
        >= '\uAC00' and <= '\uD7AF' or >= '\u1100' and <= '\u11FF' => 0,
        >= '\u0400' and <= '\u052F' => 1,
        >= '\u0600' and <= '\u077F' => 2,
        >= '\u0590' and <= '\u05FF' => 3,
        >= '\u0E00' and <= '\u0E7F' => 4,
        _ => 5,
    };
}
