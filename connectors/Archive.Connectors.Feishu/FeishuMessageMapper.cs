using System.Security.Cryptography;
using Archive.Connectors.Feishu.Directory;
using Archive.Connectors.Feishu.Text;
using Archive.Connectors.Feishu.Wire;
using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.Feishu;

/// <summary>Turns one element of a list into an item.
/// <para>A revision is named after the content it shows, never after the order in which it was seen: "" is the message that was never edited, "e:time" the
/// text of the edit at that time, "r:deleted" the recall, for which the list gives no time, "v:…" another form without a time. A message that is first
/// seen edited therefore has no item with revision "", and reading it again after another edit gives another revision instead of a changed copy.</para></summary>
internal sealed class FeishuMessageMapper(FeishuPeople people)
{
    public const string Forwarded = "merge_forward";
    private const string Recalled = "r:deleted";

    /// <summary>Never throws for what the element holds: what cannot be read becomes an item that says so.</summary>
    /// <param name="bundle">Of a forwarded bundle, what it holds; null for any other message.</param>
    public FeishuItem Map(FeishuElement element, Conversation conversation, ForwardedBundle? bundle)
    {
        try
        {
            return element.Message is { } message ? Map(message, element, conversation, bundle) : Unreadable(element, conversation, "The message is not of the documented form.");
        }
        catch (Exception e) when (e is UnreadableMessageException or InvalidOperationException)
        {
            // The latter is text that is no text (lone surrogates); its words quote nothing, but say nothing either.
            return Unreadable(element, conversation, e is UnreadableMessageException ? e.Message : "The message is not of the documented form.");
        }
    }

    private FeishuItem Map(FeishuMessage message, FeishuElement element, Conversation conversation, ForwardedBundle? bundle)
    {
        var id = message.MessageId is { Length: > 0 } named ? named : throw new UnreadableMessageException("The message has no id.");
        var created = message.CreateTime ?? throw new UnreadableMessageException("The message has no valid time.");
        var content = message.Deleted ? new FeishuContent(MessageKind.Recall, "", []) : Content(message, id, bundle);
        var (kind, revision, at) = Revise(message, content, created);
        var mapped = new ChatMessage
        {
            NativeId = id,
            Revision = revision,
            Kind = kind,
            Conversation = conversation,
            Sender = people.SenderOf(message),
            SentAt = DateTimeOffset.FromUnixTimeMilliseconds(at),
            Text = content.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'),
            ThreadId = message.RootId is { Length: > 0 } root && root != id ? root : null,
            Concerns = kind is MessageKind.Edit or MessageKind.Recall ? id : null,
            NativeType = message.MsgType is "text" ? null : message.MsgType ?? "(none)",
        };
        return new FeishuItem(new MappedItem<FeishuFile>(new SourceItem(id, bundle?.Raw ?? LenientJson.Raw(element.Json), mapped), content.Files), created);
    }

    private static (MessageKind Kind, string Revision, long At) Revise(FeishuMessage message, FeishuContent content, long created)
    {
        if (message.Deleted)
        {
            // The time of update is that of the last edit for all that is documented: the recall's own is told by events alone.
            return (MessageKind.Recall, Recalled, created);
        }

        if (message.Updated)
        {
            return message.UpdateTime is { } when
                ? (MessageKind.Edit, $"e:{when}", when)
                : throw new UnreadableMessageException("The message is edited, but the time of the edit is missing or malformed.");
        }

        return content.State is { } state ? (MessageKind.Edit, $"v:{state}", created) : (content.Kind, "", created);
    }

    private FeishuContent Content(FeishuMessage message, string id, ForwardedBundle? bundle)
    {
        if (message.MsgType != Forwarded)
        {
            return FeishuContentReader.Read(message.MsgType ?? "", message.Body?.Content, id, new Mentions(message.Mentions ?? [], people), people);
        }

        if (bundle is null or { Refusal: not null })
        {
            // What is missing stands beside the message like a file that could not be had: that is where people look for it.
            return new FeishuContent(MessageKind.Unknown, "", bundle is null ? [] : [new FeishuFile(id, Forwarded, "", IsImage: false, bundle.Refusal)]);
        }

        var forwarded = new ForwardedText(bundle, people);
        forwarded.Add(id);
        return new FeishuContent(MessageKind.Text, string.Join('\n', forwarded.Lines), forwarded.Files);
    }

    private static FeishuItem Unreadable(FeishuElement element, Conversation conversation, string reason)
    {
        var raw = LenientJson.Raw(element.Json);
        var id = SafeId(element) ?? $"{conversation.Id}:?{Convert.ToHexStringLower(SHA256.HashData(raw))[..16]}";
        return new FeishuItem(new MappedItem<FeishuFile>(new SourceItem(id, raw, null, reason), []), element.Message?.CreateTime);
    }

    private static string? SafeId(FeishuElement element)
    {
        try
        {
            return LenientJson.Text(element.Json, "message_id") is { Length: > 0 } id ? id : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
