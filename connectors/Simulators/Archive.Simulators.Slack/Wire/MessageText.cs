using System.Text;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack.Organisation;

namespace Archive.Simulators.Slack.Wire;

internal enum SpanKind
{
    Text,
    User,
    Channel,
    Link,
}

/// <summary>A stretch of a text. Concatenated, the <paramref name="Text"/>s are the corpus text.</summary>
/// <param name="Target">Id of the user or channel, or the link's address; null for plain text.</param>
internal readonly record struct TextSpan(SpanKind Kind, string Text, string? Target);

/// <summary>Finds what the platform would mark up in a corpus text, and writes the platform's <c>mrkdwn</c>.</summary>
internal sealed class MessageText
{
    private readonly bool _markUp;
    private readonly NameFinder _users;
    private readonly NameFinder _channels;

    public MessageText(Org org, bool markUp)
    {
        _markUp = markUp;
        _users = new NameFinder(org.Accounts.Select(a => (a.Source.Name, a.Id)));
        _channels = new NameFinder(org.Channels.Where(c => !c.IsDirect).Select(c => (c.Name, c.Id)));
    }

    public IReadOnlyList<TextSpan> Split(string text)
    {
        if (!_markUp || (text.AsSpan().IndexOfAny('@', '#') < 0 && !text.Contains("://", StringComparison.Ordinal)))
        {
            return [new TextSpan(SpanKind.Text, text, null)];
        }

        return TextPieces.Split(
            text,
            i => SpanAt(text, i) is { Text: { } piece } span ? (piece.Length, span) : null,
            plain => new TextSpan(SpanKind.Text, plain, null));
    }

    /// <param name="labels">Whether mentions carry the name after a bar; the platform sends both forms.</param>
    public string ToMrkdwn(string text, bool labels)
    {
        var spans = Split(text);
        if (spans.Count == 1 && spans[0].Kind == SpanKind.Text && text.AsSpan().IndexOfAny('&', '<', '>') < 0)
        {
            return text;
        }

        var builder = new StringBuilder(text.Length + 64);
        foreach (var span in spans)
        {
            _ = span.Kind switch
            {
                SpanKind.Text => Escape(builder, span.Text),
                SpanKind.Link => Escape(builder.Append('<'), span.Text).Append('>'),
                _ => Mention(builder, span, labels),
            };
        }

        return builder.ToString();
    }

    private static StringBuilder Mention(StringBuilder builder, TextSpan span, bool labels)
    {
        builder.Append('<').Append(span.Text[0]).Append(span.Target);
        return (labels ? Escape(builder.Append('|'), span.Text[1..]) : builder).Append('>');
    }

    private static StringBuilder Escape(StringBuilder builder, string text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => builder.Append("&amp;"),
                '<' => builder.Append("&lt;"),
                '>' => builder.Append("&gt;"),
                _ => builder.Append(c),
            };
        }

        return builder;
    }

    private TextSpan SpanAt(string text, int at) => text[at] switch
    {
        '@' => Named(text, at, SpanKind.User, _users),
        '#' => Named(text, at, SpanKind.Channel, _channels),
        'h' when TextPieces.LinkAt(text, at) is > 0 and var length => new TextSpan(SpanKind.Link, text.Substring(at, length), text.Substring(at, length)),
        _ => default,
    };

    private static TextSpan Named(string text, int at, SpanKind kind, NameFinder names) =>
        names.At(text, at + 1) is var (length, id) ? new TextSpan(kind, text.Substring(at, length + 1), id) : default;
}
