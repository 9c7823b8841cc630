using System.Text.RegularExpressions;

namespace Archive.Tests.Redaction.Reference;

/// <summary>The rules of numbers for texts without words, written one after another over every window of a text, with no thought of speed.</summary>
internal static partial class ReferenceRules
{
    private const string Grouped = "4-4-4-4 4-4-4-4-3 4-4-4-4-2 4-4-4-4-1 4-6-5 4-6-4 6-13 6-12 4-4-4-1 8-8";

    /// <summary>Issuer and length as one pattern.</summary>
    private const string Issuers =
        @"^((62|8[12])\d{14,17}|4(\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|(222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}|35(2[89]|[3-8]\d)\d{12,15}"
        + @"|(30[0-5]\d|36\d\d|3[89]\d\d)(\d{10}|\d{12})|(6011|64[4-9]\d|65\d\d)(\d{12}|\d{15})|220[0-4]\d{12,15}|60\d{14}|508\d{13})\z";

    public static IEnumerable<ReferenceFinding> Find(string text)
    {
        var windows = NumberWindow.Of(text).ToList();
        var starts = windows.GroupBy(w => w.Start).Select(g => g.ToList()).ToList();
        return windows.SelectMany(w => Card(w, starts.Count))
            .Concat(starts.SelectMany(ReferencePhones.International))
            .Concat(windows.SelectMany(ReferencePhones.NorthAmerican))
            .Concat(starts.SelectMany(ResidentId))
            .Concat(windows.SelectMany(ReferencePhones.Mobile))
            .Concat(starts.SelectMany(ReferencePhones.Fixed));
    }

    /// <summary>A finding where no letter or digit touches it, lower where it is an amount.</summary>
    public static IEnumerable<ReferenceFinding> Report(NumberWindow window, string entity, int start, int end, int score, string reason)
    {
        var free = (start == 0 || !IsLetterOrDigit(window.Text[start - 1])) && (end == window.Text.Length || !IsLetterOrDigit(window.Text[end]));
        return free ? [new ReferenceFinding(entity, start, end, IsAmount(window.Text, start, end) ? Math.Max(0, score - 30) : score, reason)] : [];
    }

    private static IEnumerable<ReferenceFinding> Card(NumberWindow w, int groups)
    {
        if (w.Lengths.Length > 7 || w.Gaps[..(w.Lengths.Length - 1)].Any(g => g.AsSpan().ContainsAny('(', ')')) || w.IsFraction
            || !Regex.IsMatch(w.Digits, Issuers, RegexOptions.None, TimeSpan.FromSeconds(10)) || !PassesLuhn(w.Digits))
        {
            return [];
        }

        var alone = groups == 1 && string.IsNullOrWhiteSpace(w.Text[..w.Start] + w.Text[w.End..]);
        var score = Grouped.Split(' ').Contains(string.Join('-', w.Lengths)) ? 75 : alone ? 60 : w.IsUnbroken ? 55 : 30;
        return Report(w, "card", w.Start, w.End, score, "card: prefix, length, Luhn");
    }

    private static IEnumerable<ReferenceFinding> ResidentId(List<NumberWindow> windows)
    {
        var whole = windows.Find(w => w.Digits.Length == 18);
        var window = whole ?? windows.Find(w => w.Digits.Length == 17);
        var end = whole is not null ? whole.End : window is null ? -1 : EndWithX(window);
        if (window is null || end < 0 || window.Lengths[0] == 1 || window.Digits[0] == '0' || window.IsFraction)
        {
            return [];
        }

        var check = whole is null ? 'X' : whole.Digits[17];
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var right = "10X98765432"[window.Digits[..17].Select((c, i) => (c - '0') * weights[i]).Sum() % 11] == check;
        var province = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".Split(' ').Contains(window.Digits[..2]);
        var born = DateOnly.TryParseExact(window.Digits[6..14], "yyyyMMdd", out var birth) && birth.Year is >= 1800 and <= 2099 && birth <= TestRedaction.Today;
        return right && province && born ? Report(window, "cn-id", window.Start, end, window.IsUnbroken ? 95 : 75, "cn-id: province, date, check") : [];
    }

    private static int EndWithX(NumberWindow window)
    {
        var match = CheckX().Match(window.Text, window.End);
        return match.Success ? window.End + match.Length : -1;
    }

    private static bool PassesLuhn(string digits) =>
        digits.Reverse().Select((c, i) => i % 2 == 0 ? c - '0' : "0246813579"[c - '0'] - '0').Sum() % 10 == 0;

    private static bool IsLetterOrDigit(char c) => char.IsAsciiLetterOrDigit(c) || c is >= '０' and <= '９';

    public static bool IsAmount(string text, int start, int end) => (start > 0 && text[start - 1] == '¥') || Amount().IsMatch(text, end);

    [GeneratedRegex(@"\G[ \-.·\u3000\u200B]?[xX]", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CheckX();

    [GeneratedRegex(@"\G(元|\.[0-9０-９])", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Amount();
}
