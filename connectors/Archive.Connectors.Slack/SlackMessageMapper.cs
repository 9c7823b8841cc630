using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.Slack.Directory;
using Archive.Connectors.Slack.Text;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.Slack;

/// <summary>Turns one element of a history, of an edit list or of an export's day file into items.
/// <para>A revision is named after the content it shows, never after the order in which it was seen: "" is the text that was never edited,
/// "e:ts" the text of the edit at that time, "r:ts" the deletion, "x:name:user" a reaction, "v:…" a form that the platform gives no time
/// for. A message that is first seen edited therefore has no item with revision "", and reading it again after another edit gives
/// another revision instead of a changed copy of the old one.</para></summary>
internal sealed class SlackMessageMapper(SlackDirectory directory)
{
    /// <summary>Accounts whose names would be needed but are not in the directory.</summary>
    public static IEnumerable<string> AccountsIn(JsonElement element)
    {
        if (SlackBlocks.Text(element, "user") is { } user)
        {
            yield return user;
        }

        foreach (var reaction in SlackBlocks.Elements(element.ValueKind == JsonValueKind.Object && element.TryGetProperty("reactions", out var all) ? all : default))
        {
            foreach (var who in SlackBlocks.Elements(reaction.ValueKind == JsonValueKind.Object && reaction.TryGetProperty("users", out var users) ? users : default))
            {
                if (who.ValueKind == JsonValueKind.String)
                {
                    yield return who.GetString()!; // a JSON string has a value
                }
            }
        }
    }

    /// <summary>Never throws for what the element holds: what cannot be read becomes an item that says so.</summary>
    public IReadOnlyList<MappedItem> Map(JsonElement element, Conversation conversation)
    {
        try
        {
            var message = element.Deserialize(SlackJson.Default.SlackMessage);
            return message is null ? [Unreadable(element, conversation, "The element is null.")] : [.. Map(message, element, conversation)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or UnreadableMessageException)
        {
            // The reasons of JSON errors quote paths, not values; those of invalid text (lone surrogates) quote nothing.
            return [Unreadable(element, conversation, e is UnreadableMessageException ? e.Message : "The message is not of the documented form.")];
        }
    }

    private IEnumerable<MappedItem> Map(SlackMessage message, JsonElement element, Conversation conversation) => message.Subtype switch
    {
        SlackSubtypes.Changed => Changed(message, element, conversation),
        SlackSubtypes.Deleted => Deleted(message, element, conversation),
        _ => Plain(message, Raw(element), conversation),
    };

    private IEnumerable<MappedItem> Plain(SlackMessage message, byte[] raw, Conversation conversation)
    {
        var ts = TimeOf(message.Ts);
        var id = IdOf(conversation, ts);
        var text = SlackText.Of(message, directory);
        var (kind, revision, at) = Revise(message, ts, text.Length > 0);
        var content = new ChatMessage
        {
            NativeId = id,
            Revision = revision,
            Kind = kind,
            Conversation = conversation,
            Sender = directory.SenderOf(message),
            SentAt = at.Time,
            Text = text,
            ThreadId = ThreadOf(message, ts, conversation),
            Concerns = kind is MessageKind.Edit or MessageKind.Recall ? id : null,
            NativeType = message.Subtype ?? (message.Type is null or "message" ? null : message.Type),
        };
        yield return new MappedItem(new SourceItem(id, raw, content), [.. SlackText.FilesOf(message)]) { Ts = ts };
        foreach (var reaction in Reactions(message, content, ts))
        {
            yield return reaction;
        }
    }

    private static (MessageKind Kind, string Revision, SlackTimestamp At) Revise(SlackMessage message, SlackTimestamp ts, bool readable)
    {
        if (message.Subtype == SlackSubtypes.Tombstone)
        {
            return (MessageKind.Recall, "r:tombstone", ts);
        }

        if (message.Edited is { } edited)
        {
            return SlackTimestamp.Find(edited.Ts) is { } when
                ? (MessageKind.Edit, $"e:{when}", when)
                : throw new UnreadableMessageException("The message is edited, but the time of the edit is missing or malformed.");
        }

        return message.Subtype switch
        {
            SlackSubtypes.DlpTombstone => (MessageKind.Edit, "v:dlp_tombstone", ts),
            SlackSubtypes.KeyRevoked => (MessageKind.Unknown, "v:ekm_access_denied", ts),
            SlackSubtypes.Huddle when message.Room?.DateEnd is > 0 and var end => (MessageKind.Notice, $"v:ended:{end}", ts),
            _ => (SlackSubtypes.KindOf(message.Subtype, readable), "", ts),
        };
    }

    private IEnumerable<MappedItem> Reactions(SlackMessage message, ChatMessage content, SlackTimestamp ts)
    {
        foreach (var element in message.Reactions ?? [])
        {
            var reaction = element.Deserialize(SlackJson.Default.SlackReaction);
            var raw = Raw(element);
            foreach (var user in reaction?.Users ?? [])
            {
                if (reaction?.Name is not { Length: > 0 } name || string.IsNullOrEmpty(user))
                {
                    throw new UnreadableMessageException("A reaction lacks its name or a user.");
                }

                yield return new MappedItem(
                    new SourceItem(content.NativeId, raw, content with
                    {
                        Revision = $"x:{name}:{user}",
                        Kind = MessageKind.Reaction,
                        Sender = directory.Find(user),
                        SentAt = ts.Time, // the platform does not tell when somebody reacted
                        Text = $":{name}:",
                        Concerns = content.NativeId,
                        NativeType = null,
                    }),
                    []) { Ts = ts };
            }
        }
    }

    private IEnumerable<MappedItem> Changed(SlackMessage change, JsonElement element, Conversation conversation)
    {
        var message = Nested(change.Message);
        var before = Before(change, message);
        if (message is null)
        {
            throw new UnreadableMessageException("The change does not say what was changed.");
        }

        if (before is not null)
        {
            foreach (var item in Plain(before with { Reactions = null }, Raw(Present(change.PreviousMessage, change.Original)), conversation))
            {
                yield return item;
            }
        }

        // Without a mark of its own the change's time tells this text from the one before it; a change that left the text alone (a preview,
        // a new reply) has no mark and is no new revision.
        var marked = message.Edited is not null || before is null || before.Text == message.Text
            ? message : message with { Edited = new SlackEdited(null, change.Ts) };
        foreach (var item in Plain(marked, Raw(element), conversation))
        {
            yield return item;
        }
    }

    private IEnumerable<MappedItem> Deleted(SlackMessage deletion, JsonElement element, Conversation conversation)
    {
        var before = Before(deletion, null);
        var at = TimeOf(deletion.Ts);
        var ts = TimeOf(deletion.DeletedTs ?? before?.Ts);
        var id = IdOf(conversation, ts);
        before = before is null ? null : before with { Ts = ts.ToString(), Reactions = null };
        if (before is not null)
        {
            foreach (var item in Plain(before, Raw(Present(deletion.PreviousMessage, deletion.Original)), conversation))
            {
                yield return item;
            }
        }

        yield return new MappedItem(
            new SourceItem(id, Raw(element), new ChatMessage
            {
                NativeId = id,
                Revision = $"r:{at}",
                Kind = MessageKind.Recall,
                Conversation = conversation,

                // The platform does not say who deleted; the words that went were the author's.
                Sender = directory.SenderOf(before ?? deletion),
                SentAt = at.Time,
                ThreadId = before is null ? null : ThreadOf(before, ts, conversation),
                Concerns = id,
                NativeType = SlackSubtypes.Deleted,
            }),
            []) { Ts = ts };
    }

    /// <summary>The message before the change; exports that keep only its text get the rest from the message after it.</summary>
    private static SlackMessage? Before(SlackMessage change, SlackMessage? after)
    {
        if (Nested(change.PreviousMessage) is { } previous)
        {
            return previous.Ts is null && after is not null ? previous with { Ts = after.Ts } : previous;
        }

        if (Nested(change.Original) is not { } original)
        {
            return null;
        }

        var ts = original.Ts ?? after?.Ts ?? change.DeletedTs;
        return ts is null ? null : original with
        {
            Ts = ts,
            User = original.User ?? after?.User ?? change.User,
            BotId = original.BotId ?? after?.BotId,
            ThreadTs = original.ThreadTs ?? after?.ThreadTs,
        };
    }

    private static SlackMessage? Nested(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.Deserialize(SlackJson.Default.SlackMessage) : null;

    private static JsonElement Present(JsonElement first, JsonElement second) => first.ValueKind == JsonValueKind.Object ? first : second;

    private static SlackTimestamp TimeOf(string? ts) =>
        SlackTimestamp.Find(ts) ?? throw new UnreadableMessageException("The message has no valid ts.");

    private static string IdOf(Conversation conversation, SlackTimestamp ts) => $"{conversation.Id}:{ts}";

    private static string? ThreadOf(SlackMessage message, SlackTimestamp ts, Conversation conversation) =>
        SlackTimestamp.Find(message.ThreadTs) is { } thread && thread != ts ? IdOf(conversation, thread) : null;

    /// <summary>The bytes as received: a slice of the answer, not a rendering of it.</summary>
    private static byte[] Raw(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).ToArray();

    private static MappedItem Unreadable(JsonElement element, Conversation conversation, string reason)
    {
        var raw = Raw(element);
        var ts = SafeTs(element);
        var id = ts is { } known ? IdOf(conversation, known) : $"{conversation.Id}:?{Convert.ToHexStringLower(SHA256.HashData(raw))[..16]}";
        return new MappedItem(new SourceItem(id, raw, null, reason), []) { Ts = ts };
    }

    private static SlackTimestamp? SafeTs(JsonElement element)
    {
        try
        {
            return SlackTimestamp.Find(SlackBlocks.Text(element, "ts"));
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
