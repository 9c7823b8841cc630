namespace Archive.Core.Redaction.Recognizers.Generic;

/// <summary>The domain of an address: ASCII labels first, because Han text follows addresses without a blank; labels of other scripts only where the
/// ASCII ones make no domain.</summary>
internal static class EmailDomain
{
    private const int LongestDomain = 253;
    private const int LongestLabel = 63;

    /// <summary>Top-level domains in Han characters, longest first: running text may follow them directly.</summary>
    private static readonly string[] HanTopLevels =
        ["公司", "网络", "網絡", "中国", "中國", "香港", "台湾", "台灣", "网址", "网站", "商城", "商店", "商标", "集团", "在线", "中文网", "政务", "公益", "我爱你", "企业", "机构", "信息", "移动", "世界", "新加坡"];

    /// <returns>Where the domain that begins at <paramref name="start"/> ends; -1 when there is none.</returns>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        var ascii = End(text, start, international: false, out var stop);
        return ascii >= 0 || stop == text.Length || text[stop] <= '\u007F' ? ascii : End(text, start, international: true, out _);
    }

    /// <param name="at">Where reading stopped. Before an ASCII character or the end, labels of other scripts change nothing.</param>
    private static int End(ReadOnlySpan<char> text, int start, bool international, out int at)
    {
        var end = -1;
        var labels = 0;
        for (at = start; at < text.Length && at - start <= LongestDomain;)
        {
            var label = at;
            while (at < text.Length && at - label <= LongestLabel && IsLabel(text[at], international))
            {
                at++;
            }

            var length = LabelLength(text[label..at]);
            if (length == 0 || length > LongestLabel)
            {
                break;
            }

            labels++;
            var last = TopLevelLength(text[label..(label + length)], international);
            var dot = at < text.Length && label + length == at && IsDot(text[at]);
            if (labels > 1 && last > 0 && label + last - start <= LongestDomain)
            {
                end = label + last;
            }
            else if (labels > 1 && !dot)
            {
                // "bar.com2": the label before would end in front of a letter or digit.
                end = -1;
            }

            if (!dot)
            {
                break;
            }

            at++;
        }

        return end;
    }

    private static bool IsDot(char c) => c is '.' or '．';

    private static bool IsLabel(char c, bool international) =>
        TextCharacters.IsLetterOrDigit(c) || c is '-' or '－' || (international && c > '\u007F' && char.IsLetterOrDigit(c));

    /// <summary>Without hyphens at the end; zero when it begins with one.</summary>
    private static int LabelLength(ReadOnlySpan<char> label) => label is ['-' or '－', ..] ? 0 : label.TrimEnd("-－").Length;

    /// <summary>How much of a label is a top-level domain: two letters or more, or punycode; zero when it is none.</summary>
    private static int TopLevelLength(ReadOnlySpan<char> label, bool international)
    {
        if (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
        {
            return label.Length;
        }

        if (international && label[0] > '\u2E7F' && !TextCharacters.IsLetter(label[0]))
        {
            foreach (var known in HanTopLevels)
            {
                if (label.StartsWith(known, StringComparison.Ordinal))
                {
                    return known.Length;
                }
            }

            return 0;
        }

        var letters = 0;
        while (letters < label.Length && (TextCharacters.IsLetter(label[letters]) || (label[letters] is > '\u007F' and < '\u2E80' && char.IsLetter(label[letters]))))
        {
            letters++;
        }

        var followed = letters < label.Length && TextCharacters.IsLetterOrDigit(label[letters]);
        return letters >= 2 && !followed ? letters : 0;
    }
}
