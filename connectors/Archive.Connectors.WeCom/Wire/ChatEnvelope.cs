using System.Text.Json;
using Archive.Connectors.Http;

namespace Archive.Connectors.WeCom.Wire;

/// <summary>One message as the library gives it out: sealed.</summary>
/// <param name="Raw">The element as received.</param>
internal sealed record ChatEnvelope(ulong Sequence, string MessageId, int KeyVersion, string SealedKey, string SealedMessage, byte[] Raw)
{
    /// <returns>Null when it is not of the documented form.</returns>
    public static ChatEnvelope? Find(JsonElement element) =>
        Number(element, "seq") is { } sequence
        && LenientJson.Text(element, "msgid") is { Length: > 0 } id
        && LenientJson.Child(element, "publickey_ver") is { ValueKind: JsonValueKind.Number } version && version.TryGetInt32(out var key)
        && LenientJson.Text(element, "encrypt_random_key") is { } sealedKey
        && LenientJson.Text(element, "encrypt_chat_msg") is { } sealedMessage
            ? new ChatEnvelope(sequence, id, key, sealedKey, sealedMessage, LenientJson.Raw(element)) : null;

    private static ulong? Number(JsonElement element, string name) =>
        LenientJson.Child(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt64(out var value) ? value : null;
}
