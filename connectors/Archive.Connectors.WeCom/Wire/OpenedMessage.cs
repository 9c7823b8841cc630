using System.Text.Json;

namespace Archive.Connectors.WeCom.Wire;

/// <summary>A message after its seal was opened, or why it could not be.</summary>
/// <param name="Raw">What came out, byte for byte; the sealed element where nothing did.</param>
/// <param name="Content">Null where it is not a JSON object.</param>
/// <param name="Failure">Why nothing came out; null where something did.</param>
internal sealed record OpenedMessage(ChatEnvelope Envelope, byte[] Raw, JsonElement? Content, string? Failure)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    public static OpenedMessage Of(ChatEnvelope envelope, byte[] json)
    {
        try
        {
            // Not disposed of: its memory is the message's, which lives as long as its page.
            var root = JsonDocument.Parse(ControlCharacters.Blank(json), Deep).RootElement;
            return new OpenedMessage(envelope, json, root.ValueKind == JsonValueKind.Object ? root : null, null);
        }
        catch (JsonException)
        {
            return new OpenedMessage(envelope, json, null, null);
        }
    }

    public static OpenedMessage Sealed(ChatEnvelope envelope, string failure) => new(envelope, envelope.Raw, null, failure);
}
