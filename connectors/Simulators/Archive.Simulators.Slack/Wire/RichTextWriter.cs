using System.Text.Json;
using Archive.Simulators.Slack.Organisation;

namespace Archive.Simulators.Slack.Wire;

/// <summary>Writes a text as one <c>rich_text</c> block with one section.</summary>
internal sealed class RichTextWriter(MessageText text)
{
    public void Write(Utf8JsonWriter json, string source, string messageId)
    {
        json.WriteStartArray("blocks");
        json.WriteStartObject();
        json.WriteString("type", "rich_text");
        json.WriteString("block_id", SlackIdentifier.Make('b', messageId, "block"));
        json.WriteStartArray("elements");
        json.WriteStartObject();
        json.WriteString("type", "rich_text_section");
        json.WriteStartArray("elements");
        foreach (var span in text.Split(source))
        {
            WriteLeaf(json, span);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteLeaf(Utf8JsonWriter json, TextSpan span)
    {
        json.WriteStartObject();
        switch (span.Kind)
        {
            case SpanKind.User:
                json.WriteString("type", "user");
                json.WriteString("user_id", span.Target);
                break;
            case SpanKind.Channel:
                json.WriteString("type", "channel");
                json.WriteString("channel_id", span.Target);
                break;
            case SpanKind.Link:
                json.WriteString("type", "link");
                json.WriteString("url", span.Target);
                break;
            default:
                json.WriteString("type", "text");
                json.WriteString("text", span.Text);
                break;
        }

        json.WriteEndObject();
    }
}
