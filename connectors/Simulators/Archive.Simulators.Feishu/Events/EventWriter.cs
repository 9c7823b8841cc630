using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Feishu.Wire;

namespace Archive.Simulators.Feishu.Events;

/// <summary>Writes events in their second form (<c>schema</c> 2.0).</summary>
internal sealed class EventWriter(Tenant tenant, FeishuApp app, ContentWriter contents)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public void Write(IBufferWriter<byte> body, Happening happening, string eventId, string token)
    {
        using var json = new Utf8JsonWriter(body, Options);
        json.WriteStartObject();
        json.WriteString("schema", "2.0");
        json.WriteStartObject("header");
        json.WriteString("event_id", eventId);
        json.WriteString("event_type", happening.EventType);
        json.WriteString("create_time", $"{happening.Time.ToUnixTimeMilliseconds()}");
        json.WriteString("token", token);
        json.WriteString("app_id", app.AppId);
        json.WriteString("tenant_key", tenant.Key);
        json.WriteEndObject();
        json.WriteStartObject("event");
        switch (happening)
        {
            case { Kind: EventKind.Received, Message: { } message }:
                WriteReceived(json, message);
                break;
            case { Kind: EventKind.Recalled, Message: { } message }:
                json.WriteString("message_id", message.Id);
                json.WriteString("chat_id", message.Chat.Id);
                json.WriteString("recall_time", $"{happening.Time.ToUnixTimeMilliseconds()}");
                json.WriteString("recall_type", "message_owner");
                break;
            default:
                WriteMove(json, happening);
                break;
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteMove(Utf8JsonWriter json, Happening happening)
    {
        json.WriteString("chat_id", happening.Chat.Id);
        if (happening.Chat.Owner(happening.Time) is { } owner)
        {
            WriteIds(json, "operator_id", tenant.AccountOf(owner.Id));
        }
    }

    private void WriteReceived(Utf8JsonWriter json, SentMessage message)
    {
        var sender = tenant.AccountOf(message.Source.SenderId);
        json.WriteStartObject("sender");
        WriteIds(json, "sender_id", sender);
        json.WriteString("sender_type", "user");
        json.WriteString("tenant_key", sender.TenantKey);
        json.WriteEndObject();

        // As it was sent: an edit at that very moment would be another version.
        var marked = contents.Mark(message, DateTimeOffset.MinValue);
        json.WriteStartObject("message");
        json.WriteString("message_id", message.Id);
        json.WriteString("root_id", message.Root?.Id ?? string.Empty);
        json.WriteString("parent_id", message.Parent?.Id ?? string.Empty);
        json.WriteString("thread_id", message.Root is null ? string.Empty : message.Thread?.Id ?? string.Empty);
        json.WriteString("create_time", $"{message.Milliseconds}");
        json.WriteString("update_time", $"{message.Milliseconds}");
        json.WriteString("chat_id", message.Chat.Id);
        json.WriteString("chat_type", message.Chat.IsDirect ? "p2p" : "group");
        json.WriteString("message_type", ContentWriter.TypeOf(message));
        json.WriteString("content", contents.Content(message, marked, DateTimeOffset.MinValue, rawCards: false));
        WriteMentions(json, marked);
        json.WriteEndObject();
    }

    private void WriteMentions(Utf8JsonWriter json, MarkedText? marked)
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
            WriteIds(json, "id", marked.Mentioned[i]);
            json.WriteString("name", marked.Mentioned[i].Source.Name);
            json.WriteString("tenant_key", marked.Mentioned[i].TenantKey);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteIds(Utf8JsonWriter json, string name, Account account)
    {
        json.WriteStartObject(name);
        json.WriteString("open_id", account.OpenId);
        json.WriteString("union_id", account.UnionId);
        if (app.Has(FeishuScope.UserIds))
        {
            json.WriteString("user_id", account.UserId);
        }

        json.WriteEndObject();
    }
}
