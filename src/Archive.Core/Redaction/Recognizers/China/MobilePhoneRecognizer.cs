namespace Archive.Core.Redaction.Recognizers.China;

/// <summary>Chinese mobile numbers: 1, 3 to 9, nine digits, with or without the country code. The ranges in use change, so the broad rule stands.</summary>
internal sealed class MobilePhoneRecognizer() : NumberRecognizer(RedactionEntities.Phone, PhoneWords.Context)
{
    private const int Digits = 11;
    private const int UsualScore = 70;
    private const int WithCodeScore = 85;
    private const int OddlyGroupedScore = 40;
    private const int MostGroups = 6;

    public override string Normalise(ReadOnlySpan<char> value) => PhoneWords.Normalise(value);

    protected override void FindAt(in ScannedText text, int group, ref Findings findings)
    {
        var digits = text.DigitsFrom(group);
        var code = digits switch
        {
            [1, >= 3, ..] => 0,
            [8, 6, 1, >= 3, ..] => 2,
            [0, 0, 8, 6, 1, >= 3, ..] => 4,
            _ => -1,
        };
        // A single digit in front is the North American trunk code: 1-800-555-0199.
        if (code < 0 || text.Groups[group].Length == 1 || text.IsFraction(group))
        {
            return;
        }

        var last = text.LastGroup(group, Digits + code, MostGroups, out _);
        if (last < 0)
        {
            return;
        }

        var start = text.Groups[group].Start;
        var end = text.Groups[last].End;
        start -= start > 0 && text.Text[start - 1] is '+' or '＋' ? 1 : 0;
        if (!HasBoundaries(text, start, end))
        {
            return;
        }

        var score = !IsUsual(text.Groups[group..(last + 1)], code) ? OddlyGroupedScore : code > 0 ? WithCodeScore : UsualScore;
        Report(text, start, end, score, "phone: Chinese mobile", ref findings);
    }

    /// <summary>Unbroken or 3-4-4, behind a code that stands apart or joins the first group.</summary>
    private static bool IsUsual(ReadOnlySpan<DigitGroup> groups, int code)
    {
        if (code > 0 && groups[0].Length == code)
        {
            groups = groups[1..];
            code = 0;
        }

        return groups.Length == 1 || (groups is [_, { Length: 4 }, { Length: 4 }] && groups[0].Length == 3 + code);
    }
}
