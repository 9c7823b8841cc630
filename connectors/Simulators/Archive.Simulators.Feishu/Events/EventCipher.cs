using System.Security.Cryptography;
using System.Text;

namespace Archive.Simulators.Feishu.Events;

/// <summary>Encrypts and signs what is pushed: AES-256-CBC with the hash of the key, the vector before the text; the signature is a plain hash
/// that ends with the raw body.</summary>
internal static class EventCipher
{
    /// <summary><c>{"encrypt":"…"}</c>.</summary>
    public static byte[] Body(string encryptKey, ReadOnlySpan<byte> clear, byte[] vector)
    {
        using var aes = Aes.Create();
        aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(encryptKey));
        var text = Convert.ToBase64String([.. vector, .. aes.EncryptCbc(clear, vector, PaddingMode.PKCS7)]);
        return Encoding.ASCII.GetBytes($$"""{"encrypt":"{{text}}"}""");
    }

    /// <summary>Value of <c>X-Lark-Signature</c>.</summary>
    public static string Sign(string encryptKey, string timestamp, string nonce, ReadOnlySpan<byte> body) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(timestamp + nonce + encryptKey), .. body]));
}
