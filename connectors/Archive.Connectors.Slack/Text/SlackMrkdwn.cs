using System.Text;
using Archive.Connectors.Slack.Directory;

namespace Archive.Connectors.Slack.Text;

/// <summary>Turns the platform's mrkdwn into plain text: mentions become names, links stay complete, only the three escapes are undone.</summary>
internal static class SlackMrkdwn
{
    public static string ToPlain(string text, ISlackNames names)
    {
        if (text.AsSpan().IndexOfAny('&', '<') < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '<' && text.IndexOf('>', at) is var end && end > at + 1)
            {
                Reference(plain, text[(at + 1)..end], names);
                at = end + 1;
            }
            else if (c == '&')
            {
                at += Escape(plain, text.AsSpan(at));
            }
            else
            {
                plain.Append(c);
                at++;
            }
        }

        return plain.ToString();
    }

    private static int Escape(StringBuilder plain, ReadOnlySpan<char> rest)
    {
        var (character, length) = rest switch
        {
            _ when rest.StartsWith("&amp;") => ('&', 5),
            _ when rest.StartsWith("&lt;") => ('<', 4),
            _ when rest.StartsWith("&gt;") => ('>', 4),
            _ => ('&', 1),
        };
        plain.Append(character);
        return length;
    }

    private static string Unescape(string text) => text.AsSpan().IndexOf('&') < 0
        ? text
        : text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal);

    private static void Reference(StringBuilder plain, string inner, ISlackNames names)
    {
        var bar = inner.IndexOf('|', StringComparison.Ordinal);
        var target = Unescape(bar < 0 ? inner : inner[..bar]);
        var label = bar < 0 || bar == inner.Length - 1 ? null : Unescape(inner[(bar + 1)..]);
        plain.Append(target switch
        {
            ['@', .. var id] => "@" + (names.UserName(id) ?? label?.TrimStart('@') ?? id),
            ['#', .. var id] => "#" + (names.ChannelName(id) ?? label?.TrimStart('#') ?? id),
            ['!', .. var special] => Special(special, label),
            _ => Link(target, label),
        });
    }

    /// <summary>here, channel, everyone, subteam^S…, date^ts^format^link.</summary>
    private static string Special(string special, string? label)
    {
        var caret = special.IndexOf('^', StringComparison.Ordinal);
        var kind = caret < 0 ? special : special[..caret];
        return kind switch
        {
            "subteam" => "@" + (label?.TrimStart('@') ?? special[(caret + 1)..]),
            "date" => label ?? special,
            _ => "@" + (label?.TrimStart('@') ?? kind),
        };
    }

    /// <summary>Both what was shown and where it led; once where they are the same.</summary>
    public static string Link(string url, string? label)
    {
        var bare = url.StartsWith("mailto:", StringComparison.Ordinal) ? url["mailto:".Length..]
            : url.StartsWith("tel:", StringComparison.Ordinal) ? url["tel:".Length..] : url;
        return string.IsNullOrEmpty(label) || label == bare || label == url ? bare : $"{label} ({bare})";
    }
}
