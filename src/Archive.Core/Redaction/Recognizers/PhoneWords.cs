namespace Archive.Core.Redaction.Recognizers;

/// <summary>Context words and the common form of telephone numbers of every country.</summary>
internal static class PhoneWords
{
    public static ContextWords Context { get; } = new(
        strong:
        [
            "手机", "手機", "手机号", "手机号码", "電話", "电话", "电话号码", "联系电话", "座机", "固话", "联系方式", "聯絡電話", "热线", "传真", "phone", "phone number", "mobile",
            "mobile number", "telephone", "tel", "cell", "cell phone", "cellphone", "fax", "whatsapp",
        ],
        usual:
        [
            "联系", "聯繫", "拨打", "致电", "打给", "打我", "短信", "微信", "微信号", "号码", "號碼", "分机", "来电", "call", "text me", "reach", "contact", "dial", "ring", "number is",
            "sms", "wechat", "wx", "vx", "v信", "mob", "ph", "hp",
        ]);

    /// <summary>"+" and digits for numbers with a country code, the domestic form for Chinese ones, so that every way of writing gives one value.</summary>
    public static string Normalise(ReadOnlySpan<char> value)
    {
        var digits = TextCharacters.DigitsOf(value);
        var international = value.IndexOfAny('+', '＋') >= 0;
        if (digits.StartsWith("00", StringComparison.Ordinal))
        {
            (digits, international) = (digits[2..], true);
        }

        if (digits.StartsWith("86", StringComparison.Ordinal) && (international || digits is [_, _, '1', _, _, _, _, _, _, _, _, _, _]))
        {
            var domestic = digits[2..];
            return domestic is ['1', >= '3', _, _, _, _, _, _, _, _, _] or ['0', ..] ? domestic : "0" + domestic;
        }

        return international ? "+" + digits : digits;
    }
}
