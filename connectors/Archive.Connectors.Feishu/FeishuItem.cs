using System.Text.Json;
using Archive.Connectors.Feishu.Wire;
using Archive.Connectors.Http;

namespace Archive.Connectors.Feishu;

/// <summary>An element of a list as far as it can be read without its content.</summary>
/// <param name="Message">Null when not even its frame is of the documented form.</param>
internal sealed record FeishuElement(JsonElement Json, FeishuMessage? Message)
{
    /// <summary>Nothing has happened to the message since it was sent, as far as its frame tells.</summary>
    public bool IsAsSent => Message is { Deleted: false, Updated: false };

    public static FeishuElement Of(JsonElement json)
    {
        try
        {
            return new FeishuElement(json, json.Deserialize(FeishuWire.Default.FeishuMessage));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new FeishuElement(json, null);
        }
    }
}

/// <summary>What a bundle of forwarded messages holds, as its own call tells.</summary>
/// <param name="Raw">The bytes of that call's data: the bundle and everything in it; null where it was refused.</param>
/// <param name="Refusal">Why it is not known what the bundle holds, in words for its record; null where it is.</param>
internal sealed record ForwardedBundle(IReadOnlyList<FeishuMessage> Children, byte[]? Raw, string? Refusal = null)
{
    public static ForwardedBundle Without(string refusal) => new([], null, refusal);

    /// <param name="id">Of the bundle itself, which stands among its children.</param>
    public static ForwardedBundle Of(JsonElement data, string id)
    {
        var all = LenientJson.Elements(LenientJson.Child(data, "items")).Select(i => FeishuElement.Of(i).Message).OfType<FeishuMessage>();
        return new ForwardedBundle([.. all.Where(m => m.MessageId != id)], LenientJson.Raw(data));
    }
}

/// <param name="Created">Of the message, in milliseconds, as far as it is known: what marks are made of.</param>
internal sealed record FeishuItem(MappedItem<FeishuFile> Mapped, long? Created);
