namespace Archive.Core.Redaction.Recognizers.Generic;

/// <summary>International telephone numbers of E.164: "+" or "00", country code, at most 15 digits; and the North American ten digits, which are written
/// without a code. Free-of-charge numbers (800 and the like) are of firms and stay.</summary>
internal sealed class PhoneRecognizer() : NumberRecognizer(RedactionEntities.Phone, PhoneWords.Context)
{
    private const int InternationalScore = 85;
    private const int DoubleZeroScore = 40;
    private const int NorthAmericanScore = 55;
    private const int NorthAmericanSpacedScore = 35;
    private const int NorthAmericanUnbrokenScore = 30;
    private const int MostGroups = 7;

    public override string Normalise(ReadOnlySpan<char> value)
    {
        var digits = PhoneWords.Normalise(value);
        return digits is [>= '2', _, _, _, _, _, _, _, _, _] ? "+1" + digits : digits is ['1', >= '2', _, _, _, _, _, _, _, _, _] && TextCharacters.DigitsOf(value).Length == digits.Length ? "+" + digits : digits;
    }

    protected override void FindAt(in ScannedText text, int group, ref Findings findings)
    {
        var start = text.Groups[group].Start;
        var digits = text.DigitsFrom(group);
        if (start > 0 && text.Text[start - 1] is '+' or '＋')
        {
            International(text, group, start - 1, digits, 0, InternationalScore, "phone: + and country code", ref findings);
        }
        else if (digits is [0, 0, ..])
        {
            International(text, group, start, digits[2..], 2, DoubleZeroScore, "phone: 00 and country code", ref findings);
        }
        else if (digits is [1, >= 2, ..] or [>= 2, <= 8, ..])
        {
            NorthAmerican(text, group, digits, ref findings);
        }
    }

    /// <summary>Takes groups as long as the country's numbers have room for them.</summary>
    private void International(
        in ScannedText text, int first, int start, ReadOnlySpan<byte> digits, int skipped, int score, string reason, ref Findings findings)
    {
        if (digits.Length < 3 || !CallingCodes.TryGetLength(digits, out var least, out var most))
        {
            return;
        }

        var total = -skipped;
        var end = -1;
        for (var i = first; i < first + MostGroups; i++)
        {
            var group = text.Groups[i];
            total += IsTrunkZero(text, first, i) ? 0 : group.Length;
            if (total > most)
            {
                break;
            }

            end = total >= least ? group.End : -1;
            if (group.GapAfter == GroupGap.None)
            {
                break;
            }
        }

        if (end >= 0 && HasBoundaries(text, start, end))
        {
            var whole = start > 0 && end > start && text.Text[start - 1] is '(' or '（' && text.Text[start..end].IndexOfAny(')', '）') >= 0;
            Report(text, whole ? start - 1 : start, end, score, reason, ref findings);
        }
    }

    /// <summary>The zero in brackets of "+44 (0)20", dialled only inside the country.</summary>
    private static bool IsTrunkZero(in ScannedText text, int first, int group) =>
        group > first && text.Groups[group] is { Length: 1 } zero && text.Digits[zero.DigitOffset] == 0
        && (text.Groups[group - 1].GapAfter & GroupGap.Parenthesis) != GroupGap.None;

    private void NorthAmerican(in ScannedText text, int group, ReadOnlySpan<byte> digits, ref Findings findings)
    {
        var code = digits[0] == 1 ? 1 : 0;
        if (digits.Length < 10 + code || digits[code] < 2 || digits[code + 1] == 9 || digits[code + 3] < 2 || IsFreeOfCharge(digits[code..]))
        {
            return;
        }

        var last = text.LastGroup(group, 10 + code, 4, out var gaps);
        if (last < 0)
        {
            return;
        }

        var unbroken = last == group;
        var start = text.Groups[group].Start;
        var end = text.Groups[last].End;
        if ((!unbroken && !IsThreeThreeFour(text.Groups[group..(last + 1)])) || !HasBoundaries(text, start, end))
        {
            return;
        }

        start -= (gaps & GroupGap.Parenthesis) != GroupGap.None && start > 0 && text.Text[start - 1] == '(' ? 1 : 0;
        var score = unbroken ? NorthAmericanUnbrokenScore : gaps == GroupGap.Space ? NorthAmericanSpacedScore : NorthAmericanScore;
        Report(text, start, end, score, "phone: North American form", ref findings);
    }

    private static bool IsThreeThreeFour(ReadOnlySpan<DigitGroup> groups) => groups is
        [{ Length: 3 }, { Length: 3 }, { Length: 4 }] or [{ Length: 1 }, { Length: 3 }, { Length: 3 }, { Length: 4 }];

    private static bool IsFreeOfCharge(ReadOnlySpan<byte> digits) => digits is [4, 0, 0, ..] || (digits[0] == 8 && digits[1] == digits[2] && digits[1] is 0 or 3 or 4 or 5 or 6 or 7 or 8);
}
