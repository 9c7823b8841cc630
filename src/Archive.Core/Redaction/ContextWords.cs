using System.Buffers;

namespace Archive.Core.Redaction;

/// <summary>What the words around a number say about it.</summary>
internal enum NumberContext
{
    None,

    /// <summary>The number is probably of the entity.</summary>
    Usual,

    /// <summary>The text calls the number by the entity's name: reported even when a checksum fails (typing errors).</summary>
    Strong,

    /// <summary>The text calls it an order, a trade, an invoice or an amount.</summary>
    Other,
}

/// <summary>Context words of one entity. The word nearest to the number decides; of two that end at the same place the longer. Entity words reach over
/// other numbers (lists), words of other things only to the number next to them in the same clause.</summary>
internal sealed class ContextWords
{
    /// <summary>About one short sentence; constant, so that dense numbers stay linear.</summary>
    private const int Before = 32;
    private const int After = 14;

    /// <summary>A word behind the number counts as if it stood this much farther off: most words stand in front.</summary>
    private const int BehindPenalty = 6;

    private static readonly SearchValues<char> ClauseEnds = SearchValues.Create(",，、;；。!！?？\r\n⟦⟧");

    private static readonly string[] OtherThings =
    [
        "订单", "訂單", "订单号", "订单编号", "单号", "單號", "运单", "快递", "快递单号", "物流", "流水", "流水号", "编号", "編號", "交易号", "交易编号", "成交编号", "交易单号",
        "合同号", "合同", "发票", "发票号", "发票号码", "工单", "批次", "批号", "序列号", "货号", "条码", "报价单", "凭证号", "期号", "版本", "时间戳",
        "order", "order id", "order no", "order number", "trade", "trade id", "trade no", "trade number", "invoice", "invoice no", "invoice number", "tracking",
        "tracking number", "tracking no", "ticket", "ticket number", "serial", "serial number", "sku", "imei", "reference", "reference number", "ref", "ref no",
        "transaction", "transaction id", "transaction number", "po number", "build", "version", "batch", "timestamp", "shipment", "parcel", "case number",
        "confirmation number", "booking number",
    ];

    private readonly WordTable _words;

    public ContextWords(string[] strong, string[] usual) => _words = new WordTable(
    [
        .. strong.Select(word => new ContextWord(word, NumberContext.Strong)),
        .. usual.Select(word => new ContextWord(word, NumberContext.Usual)),
        .. OtherThings.Except([.. strong, .. usual]).Select(word => new ContextWord(word, NumberContext.Other)),
    ]);

    public NumberContext Read(ReadOnlySpan<char> text, int start, int end)
    {
        var word = ReadWord(text, start, end);
        return word is NumberContext.None or NumberContext.Usual && IsAmount(text, start, end) ? NumberContext.Other : word;
    }

    /// <summary>Whether the letters that touch a number are themselves a word of the entity: "tel13800000000".</summary>
    public bool IsWord(ReadOnlySpan<char> letters)
    {
        foreach (var word in _words.StartingAt(letters, 0))
        {
            if (word.Says != NumberContext.Other && word.Text.Length == letters.Length && WordTable.Leads(word.Text, letters))
            {
                return true;
            }
        }

        return false;
    }

    private NumberContext ReadWord(ReadOnlySpan<char> text, int start, int end)
    {
        var first = Math.Max(0, start - Before);
        var beyond = Math.Min(text.Length, end + After);
        if (WordCharacters.Next(text[first..beyond], 0) == beyond - first)
        {
            return NumberContext.None;
        }

        var (before, distance) = ReadBefore(text[first..start]);
        var (after, behind) = ReadAfter(text[end..beyond]);
        return after != NumberContext.None && behind + BehindPenalty < distance ? after : before;
    }

    private (NumberContext Says, int Distance) ReadBefore(ReadOnlySpan<char> window)
    {
        var label = window.LastIndexOf(LabelBrackets.Close);
        window = window[(label + 1)..];
        var found = NumberContext.None;
        var distance = int.MaxValue;
        for (var at = WordCharacters.Next(window, 0); at < window.Length; at = WordCharacters.Next(window, at + 1))
        {
            var word = WordAt(window, at, out _);
            var gap = window.Length - at - word.Length;
            if (word.Length > 0 && gap < distance && (word.Says != NumberContext.Other || ReachesNumber(window[(at + word.Length)..])))
            {
                (found, distance) = (word.Says, gap);
            }
        }

        return (found, distance);
    }

    private (NumberContext Says, int Distance) ReadAfter(ReadOnlySpan<char> window)
    {
        for (var at = WordCharacters.Next(window, 0); at < window.Length; at = WordCharacters.Next(window, at + 1))
        {
            var word = WordAt(window, at, out var begins);
            if (begins)
            {
                return word.Length == 0 || window[..at].ContainsAny(ClauseEnds) || TriggerScan.IndexOfDigit(window[(at + word.Length)..], 0) >= 0
                    || TriggerScan.IndexOfDigit(window[..at], 0) >= 0 ? (NumberContext.None, int.MaxValue) : (word.Says, at);
            }
        }

        return (NumberContext.None, int.MaxValue);
    }

    /// <summary>The longest word that begins here and is not part of a longer Latin word.</summary>
    /// <param name="begins">Whether any word begins here, part of a longer one or not.</param>
    private (int Length, NumberContext Says) WordAt(ReadOnlySpan<char> window, int at, out bool begins)
    {
        begins = false;
        foreach (var word in _words.StartingAt(window, at))
        {
            if (WordTable.Leads(word.Text, window[at..]))
            {
                begins = true;
                if (!InsideLatinWord(window, at, word.Text.Length))
                {
                    return (word.Text.Length, word.Says);
                }
            }
        }

        return (0, NumberContext.None);
    }

    private static bool InsideLatinWord(ReadOnlySpan<char> window, int at, int length)
    {
        var end = at + length;
        if (end < window.Length && window[end] is 's' or 'S')
        {
            end++;
        }

        return (char.IsAsciiLetter(window[at]) && at > 0 && char.IsAsciiLetter(window[at - 1]))
            || (char.IsAsciiLetter(window[at + length - 1]) && end < window.Length && char.IsAsciiLetter(window[end]));
    }

    /// <summary>No clause end and no other number of five digits or more stands between the word and the number.</summary>
    private static bool ReachesNumber(ReadOnlySpan<char> between)
    {
        var run = 0;
        foreach (var c in between)
        {
            run = TextCharacters.IsDigit(c) ? run + 1 : 0;
            if (run == 5 || ClauseEnds.Contains(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAmount(ReadOnlySpan<char> text, int start, int end)
    {
        if (start > 0 && text[start - 1] is '¥' or '￥' or '$' or '€' or '£')
        {
            return true;
        }

        if (end + 1 < text.Length && text[end] == '.' && TextCharacters.IsDigit(text[end + 1]))
        {
            return true;
        }

        return end < text.Length && text[end] is '元' or '万' or '萬' or '亿' or '億' or '块' or '股' or '%';
    }
}
