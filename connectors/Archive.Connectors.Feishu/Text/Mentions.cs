using System.Text;
using Archive.Connectors.Feishu.Directory;
using Archive.Connectors.Feishu.Wire;

namespace Archive.Connectors.Feishu.Text;

/// <summary>Puts names where a text has the platform's placeholders.</summary>
internal sealed class Mentions
{
    private const string Everyone = "@_all";
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal) { [Everyone] = "all" };
    private readonly FeishuPeople _people;

    public Mentions(IEnumerable<FeishuMention?> mentions, FeishuPeople people)
    {
        _people = people;
        foreach (var mention in mentions)
        {
            if (mention is { Key: { Length: > 0 } key })
            {
                people.Add(mention.Id, mention.Name, mention.TenantKey);
                _names[key] = mention.Name ?? people.NameOf(mention.Id) ?? mention.Id ?? key;
            }
        }
    }

    /// <summary>The name behind a placeholder or an id; null where nothing is known.</summary>
    public string? NameOf(string? key) => key is null ? null : _names.GetValueOrDefault(key) ?? _people.NameOf(key);

    /// <summary>One pass, longest placeholder first: @_user_1 begins @_user_10, and a name may look like a placeholder.</summary>
    public string Resolve(string text)
    {
        if (!text.Contains("@_", StringComparison.Ordinal))
        {
            return text;
        }

        var resolved = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '@' && KeyAt(text.AsSpan(at)) is { } key)
            {
                resolved.Append('@').Append(_names[key]);
                at += key.Length - 1;
            }
            else
            {
                resolved.Append(text[at]);
            }
        }

        return resolved.ToString();
    }

    private string? KeyAt(ReadOnlySpan<char> text)
    {
        string? found = null;
        foreach (var key in _names.Keys)
        {
            if (key.Length > (found?.Length ?? 0) && text.StartsWith(key, StringComparison.Ordinal)
                && (text.Length == key.Length || !char.IsAsciiDigit(key[^1]) || !char.IsAsciiDigit(text[key.Length])))
            {
                found = key;
            }
        }

        return found;
    }
}
