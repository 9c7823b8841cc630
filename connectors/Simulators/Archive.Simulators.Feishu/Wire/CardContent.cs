using System.Text.Json;
using Archive.Simulators.Corpus;

namespace Archive.Simulators.Feishu.Wire;

/// <summary>Writes a bot's text as a card: simplified, as history returns it, or as the card's own JSON.</summary>
internal static class CardContent
{
    public static void Write(Utf8JsonWriter json, CorpusPerson bot, string text)
    {
        json.WriteString("title", bot.Name);
        json.WriteStartArray("elements");
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("tag", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndArray();
    }

    public static void WriteRaw(Utf8JsonWriter json, CorpusPerson bot, string text)
    {
        json.WriteStartObject("header");
        json.WriteStartObject("title");
        json.WriteString("tag", "plain_text");
        json.WriteString("content", bot.Name);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("elements");
        json.WriteStartObject();
        json.WriteString("tag", "div");
        json.WriteStartObject("text");
        json.WriteString("tag", "plain_text");
        json.WriteString("content", text);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
