namespace Archive.Core.Redaction.Recognizers.China;

/// <summary>Chinese fixed lines: area code, seven or eight digits, an extension; and without area code where the text says that it is a telephone.
/// Service numbers (400, 95…) are of firms and stay.</summary>
internal sealed class FixedPhoneRecognizer() : NumberRecognizer(RedactionEntities.Phone, PhoneWords.Context)
{
    private const int WithAreaScore = 65;
    private const int LocalScore = 25;
    private const int LongestExtension = 6;

    public override string Normalise(ReadOnlySpan<char> value) => PhoneWords.Normalise(value);

    protected override void FindAt(in ScannedText text, int group, ref Findings findings)
    {
        var digits = text.DigitsFrom(group);
        var area = digits switch
        {
            [0, 1, 0, >= 2, ..] or [0, 2, _, >= 2, ..] => 3,
            [0, >= 3, _, _, >= 2, ..] => 4,
            _ => 0,
        };
        if (area > 0)
        {
            WithArea(text, group, area, ref findings);
        }
        else if (digits[0] >= 2)
        {
            Local(text, group, digits, ref findings);
        }
    }

    private void WithArea(in ScannedText text, int group, int area, ref Findings findings)
    {
        var longer = text.LastGroup(group, area + 8, 3, out _);
        var last = longer >= 0 ? longer : text.LastGroup(group, area + 7, 3, out _);
        if (last < 0 || (last > group && text.Groups[group].Length != area))
        {
            return;
        }

        var start = text.Groups[group].Start;
        start -= start > 0 && text.Text[start - 1] is '(' or '（' && (text.Groups[group].GapAfter & GroupGap.Parenthesis) != GroupGap.None ? 1 : 0;
        var end = WithExtension(text, last);
        if (HasBoundaries(text, start, end))
        {
            Report(text, start, end, WithAreaScore, "phone: Chinese fixed line", ref findings);
        }
    }

    /// <summary>The end of the number with an extension behind a hyphen, unless another number begins there.</summary>
    private static int WithExtension(in ScannedText text, int last)
    {
        if (text.Groups[last].GapAfter != GroupGap.Hyphen)
        {
            return text.Groups[last].End;
        }

        var extension = text.Groups[last + 1];
        return extension.Length <= LongestExtension && extension.GapAfter != GroupGap.Hyphen && extension.Start == text.Groups[last].End + 1
            ? extension.End
            : text.Groups[last].End;
    }

    /// <summary>Only where a strong word stands before it, and nothing is joined to it.</summary>
    private void Local(in ScannedText text, int group, ReadOnlySpan<byte> digits, ref Findings findings)
    {
        if (group > 0 && text.Groups[group - 1].GapAfter is not (GroupGap.None or GroupGap.Space))
        {
            return;
        }

        var last = text.LastGroup(group, 8, 2, out var gaps);
        last = last >= 0 ? last : text.LastGroup(group, 7, 2, out gaps);
        if (last < 0 || (last > group && (gaps != GroupGap.Hyphen || text.Groups[last].Length != 4))
            || text.Groups[last].GapAfter is not (GroupGap.None or GroupGap.Space) || IsDate(digits))
        {
            return;
        }

        var start = text.Groups[group].Start;
        var end = text.Groups[last].End;
        if (HasBoundaries(text, start, end) && ReadContext(text, start, end) == NumberContext.Strong)
        {
            Report(start, end, LocalScore, NumberContext.Strong, "phone: context word, local number", ref findings);
        }
    }

    private static bool IsDate(ReadOnlySpan<byte> digits) =>
        digits is [2, 0, _, _, 0, >= 1, <= 3, _, ..] or [2, 0, _, _, 1, <= 2, <= 3, _, ..];
}
