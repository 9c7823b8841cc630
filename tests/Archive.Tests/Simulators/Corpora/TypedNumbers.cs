using System.Globalization;
using System.Text.RegularExpressions;

namespace Archive.Tests.Simulators.Corpora;

/// <summary>The published format rules, written apart from the generator so that both can be wrong only independently.</summary>
internal static partial class TypedNumbers
{
    public static bool HasPersonalData(string text) =>
        Mail().IsMatch(text) || Mobile().IsMatch(text) || LongDigits(text).Any(d => IsResidentId(d) || IsCard(d));

    /// <summary>Runs of 16 to 19 digits (last may be X), groups of four joined.</summary>
    public static IEnumerable<string> LongDigits(string text) =>
        Long().Matches(text).Select(m => m.Value.Replace(" ", "", StringComparison.Ordinal)).Where(d => d.Length is >= 16 and <= 19);

    public static bool IsResidentId(string digits)
    {
        if (digits.Length != 18
            || !DateOnly.TryParseExact(digits[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return false;
        }

        // ISO 7064 MOD 11-2: all characters together leave 1.
        var rest = 0;
        foreach (var c in digits)
        {
            rest = ((rest * 2) + (c == 'X' ? 10 : c - '0')) % 11;
        }

        return rest == 1;
    }

    public static bool IsCard(string digits) =>
        digits[0] is '4' or '6' && digits.All(char.IsAsciiDigit)
        && digits.Reverse().Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 2)).Sum(v => (v / 10) + (v % 10)) % 10 == 0;

    [GeneratedRegex(@"[a-z0-9._]+@[a-z.]*example[a-z.]*", RegexOptions.None, 1000)]
    private static partial Regex Mail();

    [GeneratedRegex(@"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)", RegexOptions.None, 1000)]
    private static partial Regex Mobile();

    [GeneratedRegex(@"(?<![\d-])\d{4}(?: ?\d{4}){3}(?: ?\d{1,3})?X?(?!\d)", RegexOptions.None, 1000)]
    private static partial Regex Long();
}
