using System.Text.RegularExpressions;

namespace Archive.Tests.Redaction.Reference;

/// <summary>The rules of telephone numbers for texts without words.</summary>
internal static class ReferencePhones
{
    /// <summary>Country code, least and most digits with it; every other code has 8 to 15.</summary>
    private const string KnownLengths =
        "1:11-11 7:11-11 86:11-13 852:11-11 853:11-11 886:11-12 65:10-10 81:11-12 82:10-12 44:11-12 33:11-11 34:11-11 31:11-11 32:10-11 41:11-11 45:10-10 47:10-10 46:9-12 "
        + "49:9-14 39:9-13 61:11-11 64:10-12 91:12-12 60:10-12 66:10-11 84:11-12 62:10-14 63:11-12 55:12-13 52:12-13 971:11-12 972:11-12 966:11-12 353:10-12 27:11-11";

    private const string TwoDigitCodes = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";

    private static readonly Dictionary<string, int[]> Known =
        KnownLengths.Split(' ').Select(k => k.Split(':', '-')).ToDictionary(k => k[0], k => new[] { int.Parse(k[1]), int.Parse(k[2]) });

    public static IEnumerable<ReferenceFinding> International(List<NumberWindow> windows)
    {
        var longest = windows[^1];
        var plus = longest.Before == '+';
        var skipped = plus ? 0 : 2;
        if ((!plus && !longest.Digits.StartsWith("00", StringComparison.Ordinal)) || longest.Digits.Length < 7 || longest.Digits[skipped] == '0')
        {
            return [];
        }

        var digits = longest.Digits[skipped..];
        var code = digits[0] is '1' or '7' ? digits[..1] : TwoDigitCodes.Split(' ').Contains(digits[..2]) ? digits[..2] : digits[..3];
        var length = Known.GetValueOrDefault(code, [8, 15]);
        var taken = windows.LastOrDefault(w => w.Lengths.Length <= 7 && Counted(w) - skipped <= length[1]);
        if (taken is null || Counted(taken) - skipped < length[0])
        {
            return [];
        }

        var start = plus ? taken.Start - 1 : taken.Start;
        var whole = start > 0 && taken.Text[start - 1] == '(' && taken.Text[start..taken.End].Contains(')', StringComparison.Ordinal);
        return ReferenceRules.Report(taken, "phone", start, taken.End, plus ? 85 : 40, plus ? "phone: + and country code" : "phone: 00 and country code")
            .Select(f => whole ? f with { Start = start - 1, Score = Rescored(taken, start - 1, plus ? 85 : 40) } : f);
    }

    public static IEnumerable<ReferenceFinding> NorthAmerican(NumberWindow w)
    {
        var form = string.Join('-', w.Lengths);
        var gaps = string.Concat(w.Gaps[..(w.Lengths.Length - 1)]);
        if (w.Before == '+' || form is not ("10" or "11" or "3-3-4" or "1-3-3-4") || !Matches(w.Digits, @"^1?[2-9][0-8]\d[2-9]\d{6}\z") || !Matches(w.Digits, @"^(1\d{10}|[2-9]\d{9})\z")
            || Matches(w.Digits, "^1?(400|800|833|844|855|866|877|888)"))
        {
            return [];
        }

        var bracket = gaps.AsSpan().ContainsAny('(', ')') && w.Before == '(' ? 1 : 0;
        var score = w.IsUnbroken ? 30 : gaps.All(c => c is ' ' or '\u3000') ? 35 : 55;
        return ReferenceRules.Report(w, "phone", w.Start, w.End, score, "phone: North American form")
            .Select(f => f with { Start = f.Start - bracket, Score = Rescored(w, f.Start - bracket, score) });
    }

    public static IEnumerable<ReferenceFinding> Mobile(NumberWindow w)
    {
        var code = Matches(w.Digits, @"^1[3-9]\d{9}\z") ? "" : Matches(w.Digits, @"^861[3-9]\d{9}\z") ? "86" : Matches(w.Digits, @"^00861[3-9]\d{9}\z") ? "0086" : null;
        if (code is null || w.Lengths[0] == 1 || w.Lengths.Length > 6 || w.IsFraction)
        {
            return [];
        }

        var form = string.Join('-', w.Lengths);
        var usual = form == $"{11 + code.Length}" || form == $"{3 + code.Length}-4-4" || (code.Length > 0 && (form == $"{code.Length}-11" || form == $"{code.Length}-3-4-4"));
        var start = w.Before == '+' ? w.Start - 1 : w.Start;
        return ReferenceRules.Report(w, "phone", start, w.End, !usual ? 40 : code.Length > 0 ? 85 : 70, "phone: Chinese mobile");
    }

    public static IEnumerable<ReferenceFinding> Fixed(List<NumberWindow> windows)
    {
        var area = Matches(windows[^1].Digits, @"^0(10|2\d)[2-9]") ? 3 : Matches(windows[^1].Digits, @"^0[3-9]\d\d[2-9]") ? 4 : -1;
        var w = windows.Find(c => c.Lengths.Length <= 3 && c.Digits.Length == area + 8) ?? windows.Find(c => c.Lengths.Length <= 3 && c.Digits.Length == area + 7);
        if (area < 0 || w is null || (!w.IsUnbroken && w.Lengths[0] != area))
        {
            return [];
        }

        var bracket = w.Before == '(' && w.Gaps.Length > 0 && w.Gaps[0].AsSpan().ContainsAny('(', ')') ? 1 : 0;
        var extended = windows.Find(c => c.Lengths.Length == w.Lengths.Length + 1);
        var extends = extended is not null && w.Gaps[^1] == "-" && extended.Lengths[^1] <= 6
            && (extended.Gaps.Length < extended.Lengths.Length || !NumberWindow.HasHyphenOnly(extended.Gaps[^1]));
        return ReferenceRules.Report(w, "phone", w.Start - bracket, extends ? extended!.End : w.End, 65, "phone: Chinese fixed line");
    }

    /// <summary>Digits without the zero in brackets that is dialled only inside the country.</summary>
    private static int Counted(NumberWindow w) =>
        w.Digits.Length - Enumerable.Range(1, w.Lengths.Length - 1).Count(i =>
            w.Lengths[i] == 1 && w.Digits[w.Lengths[..i].Sum()] == '0' && w.Gaps[i - 1].AsSpan().ContainsAny('(', ')'));

    /// <summary>The score when the span begins earlier than the boundaries were looked at.</summary>
    private static int Rescored(NumberWindow w, int start, int score) =>
        ReferenceRules.IsAmount(w.Text, start, w.End) ? Math.Max(0, score - 30) : score;

    private static bool Matches(string digits, string pattern) => Regex.IsMatch(digits, pattern, RegexOptions.None, TimeSpan.FromSeconds(10));
}
