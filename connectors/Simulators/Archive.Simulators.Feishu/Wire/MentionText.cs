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
        var mentioned = new List<Account>();
        var spans = TextPieces.Split(
            text,
            i => At(text, i, mentioned) is { Text: { } piece } span ? (piece.Length, span) : null,
            plain => new TextSpan(SpanKind.Text, plain));
        return new MarkedText(spans, mentioned);
    }

    private TextSpan At(string text, int at, List<Account> mentioned) => text[at] switch
    {
        '@' => MentionAt(text, at, mentioned),
        'h' when TextPieces.LinkAt(text, at) is > 0 and var length => new TextSpan(SpanKind.Link, text.Substring(at, length)),
        _ => default,
    };

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
}
