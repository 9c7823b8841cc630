using System.Text;
using System.Text.Json;
using Archive.Connectors.Http;

namespace Archive.Connectors.Feishu.Text;

/// <summary>Rich text as plain text: a line each paragraph. Styles are left out, words never are.</summary>
internal sealed class PostText(string messageId, Mentions mentions)
{
    public List<string> Lines { get; } = [];

    public List<FeishuFile> Files { get; } = [];

    /// <summary>The content itself, or wrapped in one key for each language in which it was written.</summary>
    public void Add(JsonElement post)
    {
        if (LenientJson.Child(post, "content").ValueKind == JsonValueKind.Array || LenientJson.Child(post, "title").ValueKind == JsonValueKind.String)
        {
            AddOne(post);
        }
        else if (post.ValueKind == JsonValueKind.Object)
        {
            foreach (var locale in post.EnumerateObject())
            {
                AddOne(locale.Value);
            }
        }
    }

    /// <summary>Paragraphs, each a list of elements.</summary>
    public void AddParagraphs(JsonElement paragraphs)
    {
        foreach (var paragraph in LenientJson.Elements(paragraphs))
        {
            var line = new StringBuilder();
            foreach (var element in paragraph.ValueKind == JsonValueKind.Array ? paragraph.EnumerateArray() : LenientJson.Elements(default).Append(paragraph))
            {
                AddElement(line, element);
            }

            AddLine(line.ToString());
        }
    }

    private void AddOne(JsonElement post)
    {
        AddLine(mentions.Resolve(LenientJson.Text(post, "title") ?? ""));
        AddParagraphs(LenientJson.Child(post, "content"));
    }

    private void AddElement(StringBuilder line, JsonElement element)
    {
        var text = LenientJson.Text(element, "text");
        switch (LenientJson.Text(element, "tag"))
        {
            case "a":
                AddLink(line, text, LenientJson.Text(element, "href"));
                break;
            case "at":
                AddMention(line, element);
                break;
            case "img":
                AddFile(element, "image_key", isImage: true);
                break;
            case "media":
                AddFile(element, "file_key", isImage: false);
                break;
            case "hr":
                break;
            case "emotion":
                line.Append(':').Append(LenientJson.Text(element, "emoji_type") ?? "?").Append(':');
                break;
            default:
                // text, code_block, md and whatever comes later.
                line.Append(mentions.Resolve(text ?? LenientJson.Text(element, "content") ?? ""));
                break;
        }
    }

    private void AddLink(StringBuilder line, string? text, string? address)
    {
        line.Append(mentions.Resolve(text ?? ""));
        if (!string.IsNullOrEmpty(address) && address != text)
        {
            line.Append(string.IsNullOrEmpty(text) ? address : $" ({address})");
        }
    }

    /// <summary>The placeholder, the id and the name are all known to occur as user_id; the name wins.</summary>
    private void AddMention(StringBuilder line, JsonElement element)
    {
        var id = LenientJson.Text(element, "user_id");
        line.Append('@').Append(
            LenientJson.Text(element, "user_name") is { Length: > 0 } name ? name : mentions.NameOf(id) ?? (id is "all" or "@_all" ? "all" : id ?? "?"));
    }

    private void AddFile(JsonElement element, string member, bool isImage)
    {
        if (LenientJson.Text(element, member) is { Length: > 0 } key)
        {
            Files.Add(new FeishuFile(messageId, key, LenientJson.Text(element, "file_name") ?? "", isImage));
        }
    }

    private void AddLine(string line)
    {
        if (line.Length > 0)
        {
            Lines.Add(line);
        }
    }
}
