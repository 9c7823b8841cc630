namespace Archive.Core.Redaction.Recognizers.Generic;

/// <summary>E-mail addresses, found from their "@". A local part with two dots in a row or a dot at its end is no address, but the text around it may
/// still call it one.</summary>
internal sealed class EmailRecognizer : IRecognizer
{
    private const int LongestLocalPart = 64;
    private const int LongestAddress = 254;
    private const int LongestHanLocalPart = 4;
    private const int ValidScore = 95;
    private const int HanScore = 55;
    private const int FaultyScore = 25;
    private const int StrongContext = 25;
    private const string LocalSpecials = ".!#$%&'*+/=?^_{|}~-";

    private static readonly bool[] LocalAscii = [.. Enumerable.Range(0, 128).Select(c => IsLocalInFull((char)c))];

    private static readonly System.Buffers.SearchValues<char> AsciiLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly ContextWords Words = new(
        strong: ["邮箱", "郵箱", "邮件", "郵件", "邮箱地址", "电邮", "电子邮箱", "电子邮件", "email", "e-mail", "mail", "mailbox"],
        usual: []);

    public string Entity => RedactionEntities.Email;

    public void Find(in ScannedText text, ref Findings findings)
    {
        for (var at = text.From; at < text.Text.Length; at++)
        {
            if (text.Text[at] is not ('@' or '＠'))
            {
                var hit = text.Text[at..].IndexOfAny('@', '＠');
                if (hit < 0)
                {
                    return;
                }

                at += hit;
            }

            Judge(text.Text, at, ref findings);
        }
    }

    /// <summary>Half-width and lower case: providers treat the local part so, whatever the standard allows.</summary>
    public string Normalise(ReadOnlySpan<char> value) =>
        value.ToString().Normalize(System.Text.NormalizationForm.FormKC).ToLowerInvariant();

    private void Judge(ReadOnlySpan<char> text, int at, ref Findings findings)
    {
        var start = LocalStart(text, at);
        var end = start == at && (at == 0 || !IsHan(text[at - 1])) ? -1 : EmailDomain.End(text, at + 1);
        if (end < 0)
        {
            return;
        }

        if (start == at)
        {
            start = HanStart(text, at);
            findings.Add(this, start, end, HanScore, "email: Han local part");
        }
        else if (at - start <= LongestLocalPart && end - start <= LongestAddress)
        {
            var faulty = text[at - 1] == '.' || text[start..at].IndexOf("..", StringComparison.Ordinal) >= 0;
            var score = !faulty ? ValidScore : Words.Read(text, start, end) == NumberContext.Strong ? FaultyScore + StrongContext : FaultyScore;
            findings.Add(this, start, end, score, faulty ? "email: context word, faulty local part" : "email: local part and domain");
        }
    }

    /// <summary>Where the local part begins, without punctuation before it and without the name of a field ("email=").</summary>
    private static int LocalStart(ReadOnlySpan<char> text, int at)
    {
        var start = at;
        while (start > 0 && at - start <= LongestLocalPart && IsLocal(text[start - 1]))
        {
            start--;
        }

        var equals = text[start..at].IndexOf('=');
        if (equals > 0 && !text[start..(start + equals)].ContainsAnyExcept(AsciiLetters))
        {
            start += equals + 1;
        }

        while (start < at && text[start] != '_' && !char.IsLetterOrDigit(text[start]))
        {
            start++;
        }

        return start;
    }

    private static int HanStart(ReadOnlySpan<char> text, int at)
    {
        var start = at;
        while (start > 0 && at - start < LongestHanLocalPart && IsHan(text[start - 1]))
        {
            start--;
        }

        return start;
    }

    /// <summary>ASCII of either width, and letters of alphabets (é, ж): Han text stands directly beside addresses.</summary>
    private static bool IsLocal(char c) => c < LocalAscii.Length ? LocalAscii[c] : IsLocalInFull(c);

    private static bool IsLocalInFull(char c)
    {
        var half = c is '．' or '＿' or '－' or '＋' ? (char)(c - 0xFEE0) : TextCharacters.ToHalfWidth(c);
        return char.IsAsciiLetterOrDigit(half) || LocalSpecials.Contains(half, StringComparison.Ordinal) || (c is > '\u007F' and < '\u2E80' && char.IsLetter(c));
    }

    private static bool IsHan(char c) => c is >= '\u3400' and <= '\u9FFF';
}
