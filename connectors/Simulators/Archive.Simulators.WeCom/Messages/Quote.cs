using System.Globalization;

namespace Archive.Simulators.WeCom.Messages;

/// <summary>A quoting reply is plain text: a line that says so in the user's language, the quotation, a rule, and the reply.</summary>
internal static class Quote
{
    public const string Rule = "------";

    /// <summary>The client shortens what is quoted.</summary>
    private const int Longest = 40;

    public static string Of(string name, string quoted, string reply)
    {
        var chinese = reply.Any(c => char.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter);
        var first = chinese ? "这是一条引用/回复消息：" : "This is a quote/reply message:";
        return $"{first}\n\"{name}:\n{Shortened(quoted)}\"\n{Rule}\n{reply}";
    }

    private static string Shortened(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= Longest)
        {
            return line;
        }

        // Half of a surrogate pair is no text.
        return line[..(char.IsHighSurrogate(line[Longest - 1]) ? Longest - 1 : Longest)] + "...";
    }
}
