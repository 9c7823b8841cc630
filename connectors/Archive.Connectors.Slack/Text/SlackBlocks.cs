using System.Globalization;
using System.Text;
using System.Text.Json;
using Archive.Connectors.Slack.Directory;

namespace Archive.Connectors.Slack.Text;

/// <summary>Turns blocks into plain text, one line per block, list item or paragraph. Styles are left out, words never are.</summary>
internal sealed class SlackBlocks(ISlackNames names)
{
    // Blocks nest about ten deep; anything deeper is hostile, and recursion must end.
    private const int MaxDepth = 40;

    private readonly StringBuilder _text = new();

    public static string ToPlain(JsonElement blocks, ISlackNames names)
    {
        var writer = new SlackBlocks(names);
        foreach (var block in Elements(blocks))
        {
            writer.Block(block, 0);
        }

        return writer._text.ToString().Trim('\n');
    }

    public static IEnumerable<JsonElement> Elements(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : [];

    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    private static JsonElement Child(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private void Block(JsonElement block, int depth)
    {
        switch (Text(block, "type"))
        {
            case "rich_text":
                RichText(block, depth + 1);
                break;
            case "image" or "video":
                Line(Text(block, "alt_text"));
                TextObject(Child(block, "title"));
                break;
            case "markdown":
                Line(Text(block, "text"));
                break;
            default:
                Any(block, depth + 1);
                break;
        }
    }

    /// <summary>section, header, context, actions, input and whatever comes later: every text object in it, in order.</summary>
    private void Any(JsonElement block, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        TextObject(Child(block, "text"));
        TextObject(Child(block, "title"));
        TextObject(Child(block, "label"));
        Line(Text(block, "alt_text"));
        foreach (var field in Elements(Child(block, "fields")))
        {
            TextObject(field);
        }

        foreach (var element in Elements(Child(block, "elements")))
        {
            if (Text(element, "type") is "mrkdwn" or "plain_text")
            {
                TextObject(element);
            }
            else
            {
                Any(element, depth + 1);
            }
        }

        if (Child(block, "accessory") is { ValueKind: JsonValueKind.Object } accessory)
        {
            Any(accessory, depth + 1);
        }
    }

    private void TextObject(JsonElement text)
    {
        if (text.ValueKind == JsonValueKind.String)
        {
            Line(text.GetString());
        }
        else if (Text(text, "text") is { } value)
        {
            Line(Text(text, "type") == "plain_text" ? value : SlackMrkdwn.ToPlain(value, names));
        }
    }

    private void RichText(JsonElement parent, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        foreach (var element in Elements(Child(parent, "elements")))
        {
            switch (Text(element, "type"))
            {
                case "rich_text_list":
                    List(element, depth + 1);
                    break;
                default:
                    StartLine();
                    Leaves(element, depth + 1);
                    break;
            }
        }
    }

    private void List(JsonElement list, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        var number = Number(list, "offset") + 1;
        var indent = new string(' ', 2 * (int)Math.Clamp(Number(list, "indent"), 0, 8));
        var ordered = Text(list, "style") == "ordered";
        foreach (var item in Elements(Child(list, "elements")))
        {
            StartLine();
            _text.Append(indent);
            _ = ordered ? _text.Append(CultureInfo.InvariantCulture, $"{number++}. ") : _text.Append("• ");
            Leaves(item, depth + 1);
        }
    }

    private void Leaves(JsonElement parent, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        foreach (var leaf in Elements(Child(parent, "elements")))
        {
            if (Child(leaf, "elements").ValueKind == JsonValueKind.Array)
            {
                StartLine();
                Leaves(leaf, depth + 1);
            }
            else
            {
                _text.Append(Leaf(leaf));
            }
        }
    }

    private string? Leaf(JsonElement leaf) => Text(leaf, "type") switch
    {
        "link" => SlackMrkdwn.Link(Text(leaf, "url") ?? "", Text(leaf, "text")),
        "user" when Text(leaf, "user_id") is { } id => "@" + (names.UserName(id) ?? id),
        "channel" when Text(leaf, "channel_id") is { } id => "#" + (names.ChannelName(id) ?? id),
        "usergroup" when Text(leaf, "usergroup_id") is { } id => "@" + id,
        "team" when Text(leaf, "team_id") is { } id => "@" + id,
        "emoji" when Text(leaf, "name") is { } name => $":{name}:",
        "broadcast" => "@" + (Text(leaf, "range") ?? "channel"),
        "date" => Text(leaf, "fallback") ?? Number(leaf, "timestamp").ToString(CultureInfo.InvariantCulture),
        "color" => Text(leaf, "value"),
        "canvas" when Text(leaf, "file_id") is { } id => Text(leaf, "text") ?? id,
        _ => Text(leaf, "text"),
    };

    private static long Number(JsonElement element, string name) =>
        Child(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;

    private void Line(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            StartLine();
            _text.Append(text);
        }
    }

    private void StartLine()
    {
        if (_text.Length > 0 && _text[^1] != '\n')
        {
            _text.Append('\n');
        }
    }
}
