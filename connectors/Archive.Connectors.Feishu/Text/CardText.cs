using System.Text.Json;
using Archive.Connectors.Http;

namespace Archive.Connectors.Feishu.Text;

/// <summary>A card as plain text. The platform gives a simplified form by default and the card itself when asked; what both call words is found by name, so
/// that neither needs a table of elements.</summary>
internal sealed class CardText(string messageId, Mentions mentions)
{
    // Cards nest columns in columns; anything deeper is hostile, and recursion must end.
    private const int MaxDepth = 40;

    private static readonly string[] Words = ["title", "subtitle", "text", "content", "label", "name", "alt", "href", "url"];
    private static readonly string[] Images = ["image_key", "img_key"];

    public List<string> Lines { get; } = [];

    public List<FeishuFile> Files { get; } = [];

    public void Add(JsonElement card)
    {
        if (LenientJson.Text(card, "json_card") is { } inner)
        {
            using var document = JsonDocument.Parse(inner, FeishuContentReader.Strict);
            Walk(document.RootElement, 0);
            return;
        }

        Walk(card, 0);
    }

    private void Walk(JsonElement element, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var child in element.EnumerateArray())
            {
                Walk(child, depth + 1);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            AddWords(element);
            foreach (var child in element.EnumerateObject())
            {
                Walk(child.Value, depth + 1);
            }
        }
    }

    private void AddWords(JsonElement element)
    {
        foreach (var word in Words)
        {
            if (LenientJson.Text(element, word) is { } text && !string.IsNullOrWhiteSpace(text))
            {
                Lines.Add(mentions.Resolve(text));
            }
        }

        if (LenientJson.Text(element, "tag") == "at" && mentions.NameOf(LenientJson.Text(element, "user_id")) is { } name)
        {
            Lines.Add("@" + name);
        }

        foreach (var image in Images)
        {
            if (LenientJson.Text(element, image) is { Length: > 0 } key && Files.All(f => f.Key != key))
            {
                Files.Add(new FeishuFile(messageId, key, "", IsImage: true, FeishuErrors.ItemReasons[FeishuErrors.NoFiles]));
            }
        }
    }
}
