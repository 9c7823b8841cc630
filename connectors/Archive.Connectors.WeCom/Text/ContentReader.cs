using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Core.Messages;

namespace Archive.Connectors.WeCom.Text;

/// <summary>Reads the part of a message that its type adds. A type that is not known is kept with whatever text it has.</summary>
internal static class ContentReader
{
    // The platform nests a record of a chat in a record of a chat; a message that is nothing but nesting is not read to its end.
    private const int MaxDepth = 16;

    /// <exception cref="UnreadableMessageException">Something without which the message means nothing is missing.</exception>
    public static WeComContent Read(string type, JsonElement message, People people) => Read(type, PartOf(type, message), message, people, 0);

    /// <summary>The member that the type is named after, or the one that several types share.</summary>
    private static JsonElement PartOf(string type, JsonElement message)
    {
        string[] names = type switch
        {
            "external_redpacket" => ["redpacket", "external_redpacket"],
            "disagree" => ["disagree", "agree"],
            "docmsg" => ["doc"],
            "vote" when LenientJson.Child(message, "vote").ValueKind != JsonValueKind.Object => [],
            _ => [type, "info"],
        };
        return names.Select(name => LenientJson.Child(message, name)).FirstOrDefault(part => part.ValueKind == JsonValueKind.Object, message);
    }

    private static WeComContent Read(string type, JsonElement part, JsonElement message, People people, int depth)
    {
        switch (type)
        {
            case "text" or "markdown":
                return Plain(LenientJson.Text(part, "content") ?? "");
            case "image":
                return File(part, "image/jpeg", "filesize");
            case "voice":
                return File(part, "audio/amr", "voice_size");
            case "video":
                return File(part, "video/mp4", "filesize");
            case "emotion":
                return File(part, LenientJson.Scalar(part, "type") == "2" ? "image/png" : "image/gif", "imagesize");
            case "file":
                return File(part, "application/octet-stream", "filesize");
            case "voip_doc_share":
                return File(part, "application/octet-stream", "filesize") with { Kind = MessageKind.Notice };
            case "meeting_voice_call":
                return VoiceCall(part);
            case "qydiskfile":
                return Plain(LenientJson.Text(part, "filename") ?? "", [new WeComFile(
                    LenientJson.Text(part, "filename") ?? "file", LenientJson.Text(part, "filename") ?? "", "application/octet-stream", null, null,
                    "A file on WeDrive; the platform gives out its name only.")]);
            case "revoke":
                return new WeComContent(
                    MessageKind.Recall, "", [], LenientJson.Text(part, "pre_msgid") is { Length: > 0 } recalled ? recalled : throw Missing("the message that was recalled"));
            case "mixed":
                return Items(part, people, depth, alone: true);
            case "chatrecord":
                return Items(part, people, depth, alone: false);
            case "agree" or "disagree" or "meeting" or "calendar" or "voiptext" or "redpacket" or "external_redpacket":
                return new WeComContent(MessageKind.Notice, EventText.Of(type, part), []);
            default:
                return OtherText.Find(type, part) is { } text ? Plain(text) : new WeComContent(MessageKind.Unknown, LenientJson.Text(part, "content") ?? "", []);
        }
    }

    /// <summary>Texts and files together, or a record of a chat, a line each. The content of each is JSON within a string.</summary>
    private static WeComContent Items(JsonElement part, People people, int depth, bool alone)
    {
        List<string> lines = LenientJson.Text(part, "title") is { Length: > 0 } title ? [title] : [];
        var files = new List<WeComFile>();
        var kind = MessageKind.Text;
        foreach (var item in LenientJson.Elements(LenientJson.Child(part, "item")))
        {
            var type = TypeOfItem(LenientJson.Text(item, "type") ?? "");
            var json = LenientJson.Text(item, "content") ?? "";
            var content = depth < MaxDepth ? Parse(json) : default;
            var inner = content.ValueKind == JsonValueKind.Object ? TryRead(type, content, people, depth + 1, json) : null;
            kind = inner?.Kind == MessageKind.Unknown ? MessageKind.Unknown : kind; // counted and alarmed like one that is not nested
            files.AddRange(inner?.Files ?? []);
            var text = inner?.Text is { Length: > 0 } said ? said : inner?.Files is [{ Name.Length: > 0 } file, ..] ? file.Name : $"[{type}]";
            lines.Add(alone ? text.TrimEnd() : "  " + text.TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal));
        }

        return Plain(string.Join('\n', lines), files) with { Kind = kind };
    }

    /// <param name="json">Of the item: stands for the id of a file that has none.</param>
    private static WeComContent? TryRead(string type, JsonElement content, People people, int depth, string json)
    {
        try
        {
            return Read(type, PartOf(type, content), content, people, depth);
        }
        catch (UnreadableMessageException) when (type is "image" or "voice" or "video" or "emotion" or "file" or "voip_doc_share")
        {
            var name = LenientJson.Text(PartOf(type, content), "filename") ?? "";
            return Plain(name, [new WeComFile("none " + json, name, "application/octet-stream", null, null, "The message does not name the id of this file.")]);
        }
        catch (UnreadableMessageException)
        {
            return null; // its bytes are kept with those of the whole
        }
    }

    /// <summary>"ChatRecordText" is a text.</summary>
    private static string TypeOfItem(string type)
    {
        const string Prefix = "ChatRecord";
        var bare = type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..].ToLowerInvariant() : type;
        return bare is "" ? "chatrecord" : bare;
    }

    private static JsonElement Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(Wire.ControlCharacters.Blank(System.Text.Encoding.UTF8.GetBytes(json)));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static WeComContent VoiceCall(JsonElement call)
    {
        var lines = LenientJson.Elements(LenientJson.Child(call, "demofiledata")).Select(shown => LenientJson.Text(shown, "filename") ?? "").Where(name => name.Length > 0);
        var recording = LenientJson.Text(call, "sdkfileid") is { Length: > 0 } id ? new WeComFile(id, "", "audio/amr", null, null) : null;
        return new WeComContent(MessageKind.Notice, string.Join('\n', lines), recording is null ? [] : [recording]);
    }

    private static WeComContent File(JsonElement part, string type, string sizeMember)
    {
        var id = LenientJson.Text(part, "sdkfileid") is { Length: > 0 } named ? named : throw Missing("the id of its file");
        var name = LenientJson.Text(part, "filename") ?? "";
        long? size = long.TryParse(LenientJson.Scalar(part, sizeMember), out var stated) && stated > 0 ? stated : null;
        var md5 = LenientJson.Text(part, "md5sum") is { Length: 32 } sum ? sum.ToLowerInvariant() : null;
        return Plain(name, [new WeComFile(id, name, type, size, md5)]);
    }

    private static WeComContent Plain(string text, IReadOnlyList<WeComFile>? files = null) => new(MessageKind.Text, text, files ?? []);

    private static UnreadableMessageException Missing(string what) => new($"The message lacks {what}.");
}
