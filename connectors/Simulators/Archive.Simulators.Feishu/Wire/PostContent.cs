using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Wire;

/// <summary>Writes a text as a <c>post</c>: a paragraph a line. Half are wrapped in a locale, as some are. The first of several lines is the title;
/// title and paragraphs, one a line, are the corpus text.</summary>
internal static class PostContent
{
    public static void Write(Utf8JsonWriter json, CorpusMessage source, MarkedText text)
    {
        var wrapped = StableHash.OneIn(2, source.Id, "locale");
        if (wrapped)
        {
            json.WriteStartObject("zh_cn");
        }

        var lines = Lines(text);
        var titled = lines.Count > 1 && lines[0] is [{ Kind: SpanKind.Text }];
        json.WriteString("title", titled ? lines[0][0].Text : string.Empty);
        json.WriteStartArray("content");
        foreach (var line in titled ? lines.Skip(1) : lines)
        {
            json.WriteStartArray();
            foreach (var span in line)
            {
                WriteNode(json, span);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        if (wrapped)
        {
            json.WriteEndObject();
        }
    }

    public static void WritePicture(Utf8JsonWriter json, string title, string imageKey)
    {
        json.WriteString("title", title);
        json.WriteStartArray("content");
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("tag", "img");
        json.WriteString("image_key", imageKey);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndArray();
    }

    private static void WriteNode(Utf8JsonWriter json, TextSpan span)
    {
        json.WriteStartObject();
        switch (span.Kind)
        {
            case SpanKind.Mention:
                json.WriteString("tag", "at");
                json.WriteString("user_id", span.Key);
                json.WriteString("user_name", span.Text[1..]);
                break;
            case SpanKind.Link:
                json.WriteString("tag", "a");
                json.WriteString("text", span.Text);
                json.WriteString("href", span.Text);
                break;
            default:
                json.WriteString("tag", "text");
                json.WriteString("text", span.Text);
                json.WriteStartArray("style");
                json.WriteEndArray();
                break;
        }

        json.WriteEndObject();
    }

    private static List<List<TextSpan>> Lines(MarkedText text)
    {
        var lines = new List<List<TextSpan>> { new() };
        foreach (var span in text.Spans)
        {
            var pieces = span.Text.Split('\n');
            for (var i = 0; i < pieces.Length; i++)
            {
                if (i > 0)
                {
                    lines.Add([]);
                }

                if (pieces[i].Length > 0)
                {
                    lines[^1].Add(span with { Text = pieces[i] });
                }
            }
        }

        return lines;
    }
}
