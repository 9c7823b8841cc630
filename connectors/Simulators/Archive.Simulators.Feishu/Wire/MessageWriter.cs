using System.Text.Json;
using Archive.Simulators.Feishu.Organisation;

namespace Archive.Simulators.Feishu.Wire;

/// <summary>How a message is asked for.</summary>
/// <param name="Single">By its id: a recalled one then has no content at all.</param>
internal readonly record struct MessageView(DateTimeOffset Now, bool Single = false, bool RawCards = false, bool SenderNames = false);

/// <summary>Writes messages as list and get return them.</summary>
internal sealed class MessageWriter(Tenant tenant, ContentWriter contents)
{
    public const string RecalledPhrase = "This message was recalled";

    public void Write(Utf8JsonWriter json, SentMessage message, MessageView view)
    {
        var recalled = message.IsRecalled(view.Now);
        var edit = message.EditAt(message.Upper?.Time ?? view.Now);
        json.WriteStartObject();
        json.WriteString("message_id", message.Id);
        WriteReferences(json, message, view.Now);
        json.WriteString("msg_type", ContentWriter.TypeOf(message));
        json.WriteString("create_time", $"{message.Milliseconds}");
        json.WriteString("update_time", $"{UpdateTime(message, edit, recalled)}");
        json.WriteBoolean("deleted", recalled);
        json.WriteBoolean("updated", edit >= 0);
        json.WriteString("chat_id", message.Chat.Id);
        WriteSender(json, message, view.SenderNames);
        if (recalled)
        {
            if (!view.Single)
            {
                WriteBody(json, RecalledPhrase);
            }
        }
        else
        {
            // What was forwarded stays as it was at that moment.
            var at = message.Upper?.Time ?? view.Now;
            var marked = contents.Mark(message, at);
            WriteBody(json, contents.Content(message, marked, at, view.RawCards));
            WriteMentions(json, marked);
        }

        if (message.Upper is { } upper)
        {
            json.WriteString("upper_message_id", upper.Id);
        }

        json.WriteEndObject();
    }

    private static long UpdateTime(SentMessage message, int edit, bool recalled) => recalled
        ? message.Source.RecalledAt!.Value.ToUnixTimeMilliseconds() // recalled implies a time
        : edit >= 0 ? message.Source.Edits![edit].Time.ToUnixTimeMilliseconds() // an edit implies edits
        : message.Milliseconds;

    private static void WriteReferences(Utf8JsonWriter json, SentMessage message, DateTimeOffset now)
    {
        if (message.Root is { } root && message.Parent is { } parent)
        {
            json.WriteString("root_id", root.Id);
            json.WriteString("parent_id", parent.Id);
        }

        if (message.Thread is { } thread && thread.HasBegun(now))
        {
            json.WriteString("thread_id", thread.Id);
        }
    }

    private void WriteSender(Utf8JsonWriter json, SentMessage message, bool names)
    {
        var account = tenant.AccountOf(message.Source.SenderId);
        json.WriteStartObject("sender");
        if (message.Form == MessageForm.System)
        {
            // The platform speaks: who did it is in the content, by name.
            json.WriteString("id", string.Empty);
            json.WriteString("id_type", string.Empty);
            json.WriteString("sender_type", "unknown");
            json.WriteString("tenant_key", message.Chat.TenantKey);
            json.WriteEndObject();
            return;
        }

        json.WriteString("id", account.IsBot ? account.AppId : account.OpenId);
        json.WriteString("id_type", account.IsBot ? "app_id" : "open_id");
        json.WriteString("sender_type", account.IsBot ? "app" : "user");
        json.WriteString("tenant_key", account.TenantKey);
        if (names)
        {
            json.WriteString("sender_name", account.Source.Name);
        }

        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, string content)
    {
        json.WriteStartObject("body");
        json.WriteString("content", content);
        json.WriteEndObject();
    }

    private static void WriteMentions(Utf8JsonWriter json, MarkedText? marked)
    {
        if (marked is not { Mentioned.Count: > 0 })
        {
            return;
        }

        json.WriteStartArray("mentions");
        for (var i = 0; i < marked.Mentioned.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("key", MarkedText.KeyOf(i));
            json.WriteString("id", marked.Mentioned[i].OpenId);
            json.WriteString("id_type", "open_id");
            json.WriteString("name", marked.Mentioned[i].Source.Name);
            json.WriteString("tenant_key", marked.Mentioned[i].TenantKey);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
