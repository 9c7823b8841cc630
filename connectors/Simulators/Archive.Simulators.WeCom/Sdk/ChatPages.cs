using Archive.Simulators.WeCom.Messages;
using Archive.Simulators.WeCom.Wire;

namespace Archive.Simulators.WeCom.Sdk;

/// <summary>Writes what <c>GetChatData</c> gives out.</summary>
internal sealed class ChatPages(MessageWriter writer, KeyRing keys)
{
    public byte[] Write(ReadOnlySpan<StreamEntry> entries)
    {
        var page = entries.ToArray();
        return Json.Object(json =>
        {
            Json.WriteResult(json, 0, "ok");
            json.WriteObjects("chatdata", page, entry =>
            {
                var (version, encryptedKey) = keys.Encrypt(entry.Message);
                json.WriteNumber("seq", entry.Seq);
                json.WriteString("msgid", entry.Message.Id);
                json.WriteNumber("publickey_ver", version);
                json.WriteString("encrypt_random_key", encryptedKey);
                json.WriteString("encrypt_chat_msg", ToyCipher.Encrypt(KeyRing.ContentKey(entry.Message), writer.Write(entry.Message)));
            });
        });
    }
}
