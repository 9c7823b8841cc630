using System.Text.Json;
using Archive.Connectors.Http;

namespace Archive.Connectors.WeCom.Wire;

/// <summary>A message after its seal was opened, or why it could not be.</summary>
/// <param name="Raw">What came out, byte for byte; the sealed element where nothing did.</param>
/// <param name="Content">Null where it is not a JSON object.</param>
/// <param name="Failure">Why nothing came out; null where something did.</param>
/// <param name="SpeaksAgainstKey">It could not be opened as if the key were another one.</param>
internal sealed record OpenedMessage(ChatEnvelope Envelope, byte[] Raw, JsonElement? Content, string? Failure, bool SpeaksAgainstKey = false)
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

    /// <summary>The sealed element is what is kept, so that it can be opened later.</summary>
    public static OpenedMessage Sealed(ChatEnvelope envelope, string failure, bool speaksAgainstKey = false) => new(envelope, envelope.Raw, null, failure, speaksAgainstKey);

    /// <summary>What came out is a message and no other than the one that was sealed. False where nothing is known of it: nothing came out.</summary>
    public bool IsItself()
    {
        try
        {
            return Content is { } content && (LenientJson.Text(content, "msgid") ?? Envelope.MessageId) == Envelope.MessageId;
        }
        catch (InvalidOperationException)
        {
            return false; // an id that is no text
        }
    }
}
