using System.Text.Json;
using Archive.Connectors.Http;

namespace Archive.Connectors.WeCom.Wire;

/// <summary>One message as the library gives it out: sealed.</summary>
/// <param name="Raw">The element as received.</param>
/// <param name="IsWhole">False where nothing but its number and id can be relied upon.</param>
internal sealed record ChatEnvelope(ulong Sequence, string MessageId, int KeyVersion, string SealedKey, string SealedMessage, byte[] Raw, bool IsWhole = true)
{
    /// <returns>Null when it tells neither number nor id: then it cannot even be set aside.</returns>
    public static ChatEnvelope? Find(JsonElement element)
    {
        if (Number(element, "seq") is not { } sequence || Text(element, "msgid") is not { Length: > 0 } id)
        {
            return null;
        }

        var raw = LenientJson.Raw(element);
        return LenientJson.Child(element, "publickey_ver") is { ValueKind: JsonValueKind.Number } version && version.TryGetInt32(out var key)
            && Text(element, "encrypt_random_key") is { } sealedKey
            && Text(element, "encrypt_chat_msg") is { } sealedMessage
                ? new ChatEnvelope(sequence, id, key, sealedKey, sealedMessage, raw)
                : new ChatEnvelope(sequence, id, 0, "", "", raw, IsWhole: false);
    }

    private static ulong? Number(JsonElement element, string name) =>
        LenientJson.Child(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt64(out var value) ? value : null;

    private static string? Text(JsonElement element, string name)
    {
        try
        {
            return LenientJson.Text(element, name);
        }
        catch (InvalidOperationException)
        {
            return null; // text that is no text (lone surrogates)
        }
    }
}
