using System.Text.Json;
using Archive.Connectors.Feishu.Directory;
using Archive.Connectors.Http;
using Archive.Core.Messages;

namespace Archive.Connectors.Feishu.Text;

/// <summary>Reads the content of one message by its type. A type that is not known is kept with whatever text it has.</summary>
internal static class FeishuContentReader
{
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128 };

    private const string NoSticker = "The platform gives out no stickers.";
    private const string NoFolder = "A folder; the platform gives out single files only.";

    /// <exception cref="UnreadableMessageException">The content is not JSON, or not an object.</exception>
    public static FeishuContent Read(string type, string? content, string messageId, Mentions mentions, FeishuPeople people)
    {
        try
        {
            using var document = JsonDocument.Parse(content ?? "", Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(type, document.RootElement, messageId, mentions, people)
                : throw new UnreadableMessageException("The content of the message is not a JSON object.");
        }
        catch (JsonException)
        {
            // Without the inner exception: its words quote what could not be read.
            throw new UnreadableMessageException("The content of the message is not JSON.");
        }
    }

    private static FeishuContent Read(string type, JsonElement content, string messageId, Mentions mentions, FeishuPeople people)
    {
        switch (type)
        {
            case "text":
                return Plain(mentions.Resolve(LenientJson.Text(content, "text") ?? ""));
            case "post":
                var post = new PostText(messageId, mentions);
                post.Add(content);
                return Plain(string.Join('\n', post.Lines), post.Files);
            case "interactive":
                var card = new CardText(messageId, mentions);
                card.Add(content);
                return new FeishuContent(card.Lines.Count > 0 ? MessageKind.Text : MessageKind.Unknown, string.Join('\n', card.Lines), card.Files);
            case "image":
                return File(content, "image_key", messageId, isImage: true);
            case "file" or "audio" or "media" or "video":
                return File(content, "file_key", messageId, isImage: false);
            case "sticker":
                return File(content, "file_key", messageId, isImage: false, NoSticker);
            case "folder":
                return File(content, "file_key", messageId, isImage: false, NoFolder);
            case "share_chat":
                return Plain(people.ChatName(LenientJson.Text(content, "chat_id")) ?? LenientJson.Text(content, "chat_id") ?? "");
            case "share_user":
                return Plain(people.NameOf(LenientJson.Text(content, "user_id")) ?? LenientJson.Text(content, "user_id") ?? "");
            case "location":
                return Plain(EventText.Place(content));
            case "hongbao":
                return Plain(LenientJson.Text(content, "text") ?? "");
            case "system":
                return new FeishuContent(MessageKind.Notice, EventText.System(content), []);
            case "share_calendar_event" or "calendar" or "general_calendar":
                return Plain(Join(EventText.Appointment(content)));
            case "video_chat":
                return new FeishuContent(MessageKind.Notice, Join(EventText.Call(content)), []);
            case "todo":
                return Plain(Join(EventText.Task(content, new PostText(messageId, mentions))));
            case "vote":
                return Plain(Join(EventText.Vote(content))) with { State = LenientJson.Scalar(content, "status") is { } status and not "0" ? $"vote:{status}" : null };
            default:
                return new FeishuContent(MessageKind.Unknown, mentions.Resolve(LenientJson.Text(content, "text") ?? ""), []);
        }
    }

    private static FeishuContent Plain(string text, IReadOnlyList<FeishuFile>? files = null) => new(MessageKind.Text, text, files ?? []);

    private static FeishuContent File(JsonElement content, string member, string messageId, bool isImage, string? reason = null)
    {
        var name = LenientJson.Text(content, "file_name") ?? "";
        return LenientJson.Text(content, member) is { Length: > 0 } key
            ? Plain(name, [new FeishuFile(messageId, key, name, isImage, reason)])
            : throw new UnreadableMessageException("The message is a file without a key.");
    }

    private static string Join(IEnumerable<string> lines) => string.Join('\n', lines.Where(line => line.Length > 0));
}
