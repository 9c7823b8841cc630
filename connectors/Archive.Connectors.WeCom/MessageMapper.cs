using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Text;
using Archive.Connectors.WeCom.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.WeCom;

/// <summary>Turns one opened message into an item. The platform knows no edits: every message has one revision. A recall is a message of its own that names the
/// one it is about.</summary>
internal sealed class MessageMapper(People people, Conversations conversations)
{
    private const string Corporation = "corporation";
    private const string Malformed = "The message is not of the documented form.";

    /// <summary>Never throws for what the message holds: what cannot be read becomes an item that says so.</summary>
    public MappedItem<WeComFile> Map(OpenedMessage opened)
    {
        if (opened.Content is not { } content)
        {
            return Unreadable(opened, opened.Failure ?? Malformed);
        }

        try
        {
            return Map(opened.Envelope, opened.Raw, content);
        }
        catch (Exception e) when (e is UnreadableMessageException or InvalidOperationException)
        {
            // The latter is text that is no text (lone surrogates); its words say nothing.
            return Unreadable(opened, e is UnreadableMessageException ? e.Message : Malformed);
        }
    }

    private static MappedItem<WeComFile> Unreadable(OpenedMessage opened, string reason) =>
        new(new SourceItem(opened.Envelope.MessageId, opened.Raw, null, reason), []);

    private MappedItem<WeComFile> Map(ChatEnvelope envelope, byte[] json, JsonElement message)
    {
        var mapped = LenientJson.Text(message, "action") == "switch" ? Switch(envelope, message) : null;
        IReadOnlyList<WeComFile> files = [];
        if (mapped is null)
        {
            (mapped, files) = Said(envelope, message);
        }

        return new MappedItem<WeComFile>(new SourceItem(envelope.MessageId, json, mapped), files);
    }

    private (ChatMessage Message, IReadOnlyList<WeComFile> Files) Said(ChatEnvelope envelope, JsonElement message)
    {
        var type = LenientJson.Text(message, "msgtype") ?? "";
        var from = LenientJson.Text(message, "from") is { Length: > 0 } sender ? sender : throw new UnreadableMessageException("The message has no sender.");
        var receivers = LenientJson.Elements(LenientJson.Child(message, "tolist")).Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString()).OfType<string>();
        var room = LenientJson.Text(message, "roomid") is { Length: > 0 } id ? id : null;
        var content = ContentReader.Read(type, message, people);
        return (new ChatMessage
        {
            NativeId = envelope.MessageId,
            Kind = content.Kind,
            Conversation = conversations.Find(room, [from, .. receivers]),
            Sender = people.Find(from),
            SentAt = TimeOf(message, "msgtime", envelope.MessageId),
            Text = content.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'),
            Concerns = content.Concerns,
            NativeType = type is "text" ? null : type is "" ? "(none)" : type,
        }, content.Files);
    }

    /// <summary>A member changed between corporations: said by nobody to nobody.</summary>
    private ChatMessage Switch(ChatEnvelope envelope, JsonElement message)
    {
        var user = LenientJson.Text(message, "user") is { Length: > 0 } id ? id : throw new UnreadableMessageException("The message has no sender.");
        var who = people.Find(user);
        return new ChatMessage
        {
            NativeId = envelope.MessageId,
            Kind = MessageKind.Notice,
            Conversation = new Conversation(Corporation, "", ConversationKind.Unknown, [who]),
            Sender = who,
            SentAt = TimeOf(message, "time", envelope.MessageId),
            Text = "switched to another corporation",
            NativeType = "switch",
        };
    }

    /// <summary>Where the message tells no time (0 occurs), its id does: "id_time" and "id_time_external", in seconds or milliseconds.</summary>
    private static DateTimeOffset TimeOf(JsonElement message, string member, string id)
    {
        var stated = long.TryParse(LenientJson.Scalar(message, member), out var value) ? WeComTime.Read(value) : null;
        return stated
            ?? (id.Split('_') is [_, var digits, ..] && long.TryParse(digits, out var named) ? WeComTime.Read(named) : null)
            ?? throw new UnreadableMessageException("The message has no valid time.");
    }
}
