using System.Text;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu.Organisation;

namespace Archive.Simulators.Feishu.Wire;

internal enum SpanKind
{
    Text,
    Mention,
    Link,
}

/// <summary>A stretch of a text. Concatenated, the <paramref name="Text"/>s are the corpus text.</summary>
/// <param name="Key">Placeholder of a mention, for instance <c>@_user_1</c>; null otherwise.</param>
internal readonly record struct TextSpan(SpanKind Kind, string Text, string? Key = null);

/// <summary>A text with placeholders for the people it mentions.</summary>
/// <param name="Mentioned">In the order of their placeholders, from <c>@_user_1</c>.</param>
internal sealed record MarkedText(IReadOnlyList<TextSpan> Spans, IReadOnlyList<Account> Mentioned)
{
    public static string KeyOf(int number) => $"@_user_{number + 1}";

    /// <summary>The text as <c>text</c> messages carry it.</summary>
    public override string ToString()
    {
        if (Mentioned.Count == 0)
        {
            return string.Concat(Spans.Select(s => s.Text));
        }

        var text = new StringBuilder();
        foreach (var span in Spans)
        {
            text.Append(span.Key ?? span.Text);
        }

        return text.ToString();
    }
}

/// <summary>Finds in a corpus text what the platform would mark: people after "@", and links.</summary>
internal sealed class MentionText(Tenant tenant)
{
    private readonly NameFinder _names = new(tenant.Accounts.Select(a => (a.Source.Name, a.OpenId)));

    public MarkedText Mark(string text)
    {
        var spans = new List<TextSpan>();
        var mentioned = new List<Account>();
        var plain = 0;
        for (var i = 0; i < text.Length;)
        {
            var span = text[i] == '@' ? MentionAt(text, i, mentioned) : text[i] == 'h' ? LinkAt(text, i) : default;
            if (span.Text is null)
            {
                i++;
                continue;
            }

            AddPlain(spans, text, plain, i);
            spans.Add(span);
            i += span.Text.Length;
            plain = i;
        }

        AddPlain(spans, text, plain, text.Length);
        return new MarkedText(spans, mentioned);
    }

    private static void AddPlain(List<TextSpan> spans, string text, int from, int to)
    {
        if (to > from)
        {
            spans.Add(new TextSpan(SpanKind.Text, text[from..to]));
        }
    }

    private TextSpan MentionAt(string text, int at, List<Account> mentioned)
    {
        // Every name of the finder is an account's.
        if (_names.At(text, at + 1) is not var (length, id) || tenant.FindAccount(id) is not { } account)
        {
            return default;
        }

        var number = mentioned.IndexOf(account);
        if (number < 0)
        {
            number = mentioned.Count;
            mentioned.Add(account);
        }

        return new TextSpan(SpanKind.Mention, text.Substring(at, length + 1), MarkedText.KeyOf(number));
    }

    private static TextSpan LinkAt(string text, int at)
    {
        if (!text.AsSpan(at).StartsWith("https://") && !text.AsSpan(at).StartsWith("http://"))
        {
            return default;
        }

        var end = at;
        while (end < text.Length && char.IsAscii(text[end]) && text[end] is > ' ' and not ('<' or '>' or '|' or '"'))
        {
            end++;
        }

        while (end > at && text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or ')' or '\'')
        {
            end--;
        }

        // The scheme alone is no link.
        return text.AsSpan(at, end - at).IndexOf("://") is var colon && end - at > colon + 3 && colon > 0
            ? new TextSpan(SpanKind.Link, text[at..end])
            : default;
    }
}
