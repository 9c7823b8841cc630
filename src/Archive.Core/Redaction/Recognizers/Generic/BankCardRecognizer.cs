namespace Archive.Core.Redaction.Recognizers.Generic;

/// <summary>Bank card numbers: an issuer's prefix, its length and the Luhn check. One random number in ten passes that check, and a value the policy
/// covers must not slip through, so such a number is taken unless words about orders or trades stand beside it. A number that a strong word calls a
/// card or an account is taken whatever its check says.</summary>
internal sealed class BankCardRecognizer() : NumberRecognizer(RedactionEntities.Card, Words)
{
    private const int UnbrokenScore = 55;
    private const int AloneScore = 60;
    private const int GroupedScore = 75;
    private const int OddlyGroupedScore = 30;
    private const int FailedCheckScore = 25;
    private const int MostGroups = 7;

    private static readonly ContextWords Words = new(
        strong:
        [
            "卡号", "卡號", "银行卡", "銀行卡", "银行卡号", "信用卡", "信用卡号", "储蓄卡", "借记卡", "账号", "帐号", "帳號", "賬號", "银行账号", "银行账户", "收款账号", "开户行", "银联卡",
            "card number", "card no", "credit card", "credit card number", "debit card", "debit card number", "bank card", "bank card number", "account number",
            "account no", "bank account", "pan",
        ],
        usual:
        [
            "卡", "银行", "銀行", "账户", "帐户", "户头", "汇款", "转账", "轉帳", "打款", "收款", "付款", "还款", "尾号", "刷卡", "card", "visa", "mastercard", "amex", "unionpay",
            "account", "acct", "bank", "charge", "pay", "payment", "credit", "debit", "wire", "cvv", "exp",
        ]);

    /// <summary>Bits that hold the length of one group.</summary>
    private const int LengthBits = 5;

    /// <summary>Lengths of the groups as they are printed on cards, one after another in a number; the first is 4, 6 or 8.</summary>
    private static readonly ulong[] Groupings =
        [.. new int[][] { [4, 4, 4, 4], [4, 4, 4, 4, 3], [4, 4, 4, 4, 2], [4, 4, 4, 4, 1], [4, 6, 5], [4, 6, 4], [6, 13], [6, 12], [4, 4, 4, 1], [8, 8] }.Select(lengths => lengths.Aggregate(0UL, Then))];

    public override string Normalise(ReadOnlySpan<char> value) => TextCharacters.DigitsOf(value);

    protected override void FindAt(in ScannedText text, int group, ref Findings findings)
    {
        var groups = text.Groups;
        if (text.DigitsWithin(group, MostGroups) < CardBrands.Shortest
            || (!CardBrands.HasIssuer(text.DigitsFrom(group)) && groups[group].Length is not (4 or 6 or 8 or >= CardBrands.Shortest)))
        {
            return;
        }

        var most = Math.Min(groups.Length, group + MostGroups);
        var total = 0;
        var grouping = 0UL;
        for (var last = group; last < most; last++)
        {
            total += groups[last].Length;
            if (total > CardBrands.Longest)
            {
                return;
            }

            grouping = Then(grouping, groups[last].Length);
            if (total >= CardBrands.Shortest)
            {
                Judge(text, group, last, total, Groupings.AsSpan().Contains(grouping), ref findings);
            }

            if (groups[last].GapAfter == GroupGap.None || (groups[last].GapAfter & GroupGap.Parenthesis) != GroupGap.None)
            {
                return;
            }
        }
    }

    private void Judge(in ScannedText text, int first, int last, int total, bool grouped, ref Findings findings)
    {
        var digits = text.DigitsFrom(first)[..total];
        var valid = CardBrands.Matches(digits) && CardBrands.PassesLuhn(digits);
        var start = text.Groups[first].Start;
        var end = text.Groups[last].End;
        if ((!valid && first != last && !grouped) || text.IsFraction(first) || !HasBoundaries(text, start, end))
        {
            return;
        }

        if (valid)
        {
            // Asked of the only group alone: a long blank before many cards is not read again for each.
            var alone = text.Groups.Length == 1 && text.Text[..start].IsWhiteSpace() && text.Text[end..].IsWhiteSpace();
            var score = grouped ? GroupedScore : alone ? AloneScore : first == last ? UnbrokenScore : OddlyGroupedScore;
            Report(text, start, end, score, "card: prefix, length, Luhn", ref findings);
        }
        else if (ReadContext(text, start, end) == NumberContext.Strong)
        {
            Report(start, end, FailedCheckScore, NumberContext.Strong, "card: context word, check failed", ref findings);
        }
    }

    private static ulong Then(ulong grouping, int length) => (grouping << LengthBits) | (uint)length;
}
