namespace Archive.Core.Redaction.Recognizers.China;

/// <summary>Chinese resident identity numbers: 18 characters with check, date and province; with a failing check, or in the old form of 15 digits, only
/// behind a context word. A birth date in the future is no birth date, which is why the recognizer knows the time.</summary>
internal sealed class ResidentIdRecognizer(TimeProvider time) : NumberRecognizer(RedactionEntities.ResidentId, Words)
{
    private const int ValidScore = 95;
    private const int ValidGroupedScore = 75;
    private const int FailedCheckScore = 25;
    private const int OldFormScore = 35;
    private const int MostGroups = 8;

    private static readonly ContextWords Words = new(
        strong:
        [
            "身份证", "身份證", "身份证号", "身份证号码", "身份证编号", "证件号", "证件号码", "證件號碼", "证件编号", "公民身份号码", "身份号码", "身份证件", "居民身份证", "id card", "id card number",
            "id number", "id no", "identity card", "identity number", "identity card number", "identification number", "resident id", "national id", "citizen id", "sfz",
        ],
        usual: ["证件", "證件", "身份", "实名", "号码", "居民", "id", "identity", "identification", "resident"]);

    public override string Normalise(ReadOnlySpan<char> value)
    {
        var digits = TextCharacters.DigitsOf(value);
        return digits.Length switch
        {
            ResidentIdNumber.OldDigits => ResidentIdNumber.FromOld(digits),
            ResidentIdNumber.Digits => digits + "X",
            _ => digits,
        };
    }

    protected override void FindAt(in ScannedText text, int group, ref Findings findings)
    {
        if (text.Groups[group].Length is < 2 || text.DigitsFrom(group)[0] == 0)
        {
            return;
        }

        var last = text.Reach(group, ResidentIdNumber.Digits, MostGroups, out var total, out _);
        if (total == ResidentIdNumber.Digits && HasCheckDigit(text, group, last))
        {
            (last, total) = (last + 1, total + 1);
        }

        if (last >= 0 && total == ResidentIdNumber.Digits + 1)
        {
            var digits = text.DigitsFrom(group);
            Judge(text, group, last, text.Groups[last].End, (char)('0' + digits[ResidentIdNumber.Digits]), ref findings);
            return;
        }

        if (last >= 0 && total == ResidentIdNumber.Digits)
        {
            var end = EndWithX(text.Text, text.Groups[last].End);
            if (end > 0)
            {
                Judge(text, group, last, end, 'X', ref findings);
            }

            return;
        }

        if (text.Groups[group].Length == ResidentIdNumber.OldDigits)
        {
            JudgeOld(text, group, ref findings);
        }
    }

    /// <summary>Whether a single digit follows the group, as the last of the number's groups.</summary>
    private static bool HasCheckDigit(in ScannedText text, int first, int last) =>
        text.Groups[last].GapAfter != GroupGap.None && last + 1 < first + MostGroups && text.Groups[last + 1].Length == 1;

    /// <summary>The end behind a check character X, one separator allowed before it; -1 when there is none.</summary>
    private static int EndWithX(ReadOnlySpan<char> text, int end)
    {
        var at = end < text.Length && TextCharacters.Gap(text[end]) is not (GroupGap.None or GroupGap.Parenthesis) ? end + 1 : end;
        return at < text.Length && TextCharacters.ToHalfWidth(text[at]) is 'x' or 'X' ? at + 1 : -1;
    }

    private void Judge(in ScannedText text, int first, int last, int end, char check, ref Findings findings)
    {
        var start = text.Groups[first].Start;
        if (text.IsFraction(first) || !HasBoundaries(text, start, end))
        {
            return;
        }

        var digits = text.DigitsFrom(first);
        var year = (digits[6] * 1000) + (digits[7] * 100) + (digits[8] * 10) + digits[9];
        var valid = ResidentIdNumber.IsProvince(digits) && ResidentIdNumber.CheckCharacter(digits) == check
            && ResidentIdNumber.IsDate(year, digits[10..], Today());
        if (valid)
        {
            Report(text, start, end, first == last ? ValidScore : ValidGroupedScore, "cn-id: province, date, check", ref findings);
        }
        else if (ReadContext(text, start, end) == NumberContext.Strong)
        {
            Report(start, end, FailedCheckScore, NumberContext.Strong, "cn-id: context word, check failed", ref findings);
        }
    }

    private void JudgeOld(in ScannedText text, int group, ref Findings findings)
    {
        var digits = text.DigitsFrom(group);
        var start = text.Groups[group].Start;
        var end = text.Groups[group].End;
        if (ResidentIdNumber.IsProvince(digits) && ResidentIdNumber.IsDate(1900 + (digits[6] * 10) + digits[7], digits[8..], Today())
            && HasBoundaries(text, start, end) && ReadContext(text, start, end) is var context and (NumberContext.Usual or NumberContext.Strong))
        {
            Report(start, end, OldFormScore, context, "cn-id: context word, old form", ref findings);
        }
    }

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
