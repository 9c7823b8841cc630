using System.Text;

namespace Archive.Benchmarks;

/// <summary>Texts of a million characters made to be slow to redact.</summary>
internal static class HostileTexts
{
    private const int Characters = 1 << 20;

    /// <summary>Without end: each begins what a recognizer looks for and never completes it, or completes the same value without pause.</summary>
    public static IEnumerable<(string Name, string Text)> NearMisses() =>
    [
        ("digits", Repeat("7")), ("full-width digits", Repeat("７")), ("grouped digits", Repeat("1234 5678-")), ("full-width groups", Repeat("４１１１　")),
        ("cards", Repeat("4111 1111 1111 1111 ")), ("failed cards", Repeat("4111 1111 1111 1112-")), ("failed cards with a word", Repeat("pay 4111111111111112 ")),
        ("single digits", Repeat("1 ")), ("pairs", Repeat("13-")), ("dots", Repeat("12.")), ("middle dots", Repeat("12·")), ("brackets", Repeat("12(")),
        ("invisible gaps", Repeat("12\u200B")), ("threes", Repeat("212-703-")), ("spaced threes", Repeat("201 555 1")), ("birth dates", Repeat("110105 19491231 ")),
        ("plus signs", Repeat("+86")), ("plus signs and ones", Repeat("+86 1")), ("double zeros", Repeat("00 86 ")), ("alternating", Repeat("138 013 4111-010-602 ")),
        ("at signs", Repeat("a@")), ("only at signs", Repeat("@")), ("local parts", Repeat("a.b-c_d%")), ("domains", "a@" + Repeat("b.")),
        ("faulty addresses", Repeat("a..b@c.de ")), ("context words", Repeat("phone tel card ")),
    ];

    /// <summary>Nothing but values that a policy covers, no two alike: each is hashed for its tag, written and marked.</summary>
    public static IEnumerable<(string Name, string Text)> Values() =>
        [("mobile numbers", Count(i => $"138{i:D8},")), ("addresses", Count(i => $"user{i}@example.com "))];

    private static string Repeat(string unit) => new StringBuilder().Insert(0, unit, Characters / unit.Length).ToString();

    private static string Count(Func<int, string> value)
    {
        var text = new StringBuilder(Characters + 64);
        for (var i = 0; text.Length < Characters; i++)
        {
            text.Append(value(i));
        }

        return text.ToString();
    }
}
