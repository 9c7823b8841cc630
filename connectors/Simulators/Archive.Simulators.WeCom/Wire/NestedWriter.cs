using System.Text.Json;
using Archive.Simulators.WeCom.Messages;

namespace Archive.Simulators.WeCom.Wire;

/// <summary>Writes the types that hold several things, some of them as JSON in a string.</summary>
internal sealed class NestedWriter(MediaWriter media)
{
    public void Write(Utf8JsonWriter json, SentMessage message)
    {
        switch (message.Form)
        {
            case MessageForm.Mixed:
                WriteMixed(json, message);
                break;
            case MessageForm.ChatRecord:
                WriteRecord(json, message);
                break;
            case MessageForm.MeetingVoiceCall:
                WriteCall(json, message);
                break;
            default:
                WriteSharedDocument(json, message);
                break;
        }
    }

    private void WriteMixed(Utf8JsonWriter json, SentMessage message)
    {
        json.WriteStartObject("mixed");
        json.WriteStartArray("item");
        WriteItem(json, "text", "Site visit 现场\n");
        foreach (var picture in message.Media)
        {
            WriteItem(json, "image", picture);
        }

        WriteItem(json, "text", "see both 两张都看");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Texts, files, and a mixed message with a string in a string in a string.</summary>
    private void WriteRecord(Utf8JsonWriter json, SentMessage message)
    {
        var (file, picture) = (message.Media[0], message.Media[1]);
        json.WriteStartObject("chatrecord");
        json.WriteString("title", message.Room.Source.Name is { Length: > 0 } name ? name : "聊天记录");
        json.WriteStartArray("item");
        foreach (var forwarded in message.Forwarded)
        {
            Item("ChatRecordText", forwarded.Time, Json.Text(inner => inner.WriteString("content", forwarded.Text)));
        }

        Item("ChatRecordFile", message.Time, Json.Text(inner => media.Write(inner, file)));
        Item("ChatRecordLink", message.Time, Json.Text(inner => ExtraWriter.WriteLink(inner, message)));
        Item("ChatRecordMixed", message.Time, Json.Text(inner =>
        {
            inner.WriteStartArray("item");
            WriteItem(inner, "text", "Inner words 内层");
            WriteItem(inner, "image", picture);
            inner.WriteEndArray();
        }));
        json.WriteEndArray();
        json.WriteEndObject();

        void Item(string type, DateTimeOffset time, string content)
        {
            json.WriteStartObject();
            json.WriteString("type", type);

            // Documented in milliseconds, seen in seconds.
            json.WriteNumber("msgtime", message.Draws(2, "milliseconds") ? time.ToUnixTimeMilliseconds() : time.ToUnixTimeSeconds());
            json.WriteString("content", content);
            json.WriteBoolean("from_chatroom", !message.Room.IsDirect);
            json.WriteEndObject();
        }
    }

    private static void WriteCall(Utf8JsonWriter json, SentMessage message)
    {
        var end = message.Time.ToUnixTimeSeconds();
        json.WriteString("voiceid", "gr" + ExtraWriter.Short(message, "voice"));
        json.WriteStartObject("meeting_voice_call");
        json.WriteNumber("endtime", end);
        json.WriteString("sdkfileid", message.Media[0].Id);
        json.WriteObjects("demofiledata", new[] { "报价.docx", "limits.xlsx" }, name =>
        {
            json.WriteString("filename", name);
            json.WriteString("demooperator", message.Sender.Id);
            WriteSpan(json, end);
        });
        json.WriteObjects("sharescreendata", new[] { message.Sender.Id, message.Sender.Id }, id =>
        {
            json.WriteString("share", id);
            WriteSpan(json, end);
        });
        json.WriteEndObject();
    }

    private static void WriteSpan(Utf8JsonWriter json, long end)
    {
        json.WriteNumber("starttime", end - 600);
        json.WriteNumber("endtime", end - 300);
    }

    private void WriteSharedDocument(Utf8JsonWriter json, SentMessage message)
    {
        var document = message.Media[0];
        json.WriteString("voipid", "gr" + ExtraWriter.Short(message, "voip"));
        json.WriteStartObject("voip_doc_share");
        json.WriteString("filename", document.Name);
        json.WriteString("md5sum", media.SumOf(document));
        json.WriteNumber("filesize", document.Length);
        json.WriteString("sdkfileid", document.Id);
        json.WriteEndObject();
    }

    private void WriteItem(Utf8JsonWriter json, string type, Media content) => WriteItem(json, type, inner => media.Write(inner, content));

    private static void WriteItem(Utf8JsonWriter json, string type, string text) => WriteItem(json, type, inner => inner.WriteString("content", text));

    private static void WriteItem(Utf8JsonWriter json, string type, Action<Utf8JsonWriter> content)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("content", Json.Text(content));
        json.WriteEndObject();
    }
}
