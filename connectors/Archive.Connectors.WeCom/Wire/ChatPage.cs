using System.Text.Json;
using Archive.Connectors.Http;

namespace Archive.Connectors.WeCom.Wire;

/// <summary>An answer of the library that it calls a success.</summary>
/// <param name="Code">The platform's own verdict within it.</param>
internal sealed record ChatPage(int Code, IReadOnlyList<ChatEnvelope> Messages)
{
    /// <exception cref="InvalidDataException">It is not what the library answers, or a message in it has no number or no id.</exception>
    public static ChatPage Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(ControlCharacters.Blank(json));
            var code = WeComErrors.CodeOf(document.RootElement) ?? throw new InvalidDataException("The answer has no code.");
            return new ChatPage(code, [.. LenientJson.Elements(LenientJson.Child(document.RootElement, "chatdata"))
                .Select(element => ChatEnvelope.Find(element) ?? throw new InvalidDataException("A message in the answer has no number or no id."))
                .OrderBy(m => m.Sequence)]);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The answer is not JSON.", e);
        }
    }
}
