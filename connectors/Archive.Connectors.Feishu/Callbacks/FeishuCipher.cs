using System.Security.Cryptography;
using System.Text;
using Archive.Connectors.Http.Callbacks;

namespace Archive.Connectors.Feishu.Callbacks;

/// <summary>How Feishu signs and encrypts what it pushes (open.feishu.cn, 解密事件; larksuite/oapi-sdk-go event/event.go).</summary>
internal static class FeishuCipher
{
    private const int Block = 16;

    /// <summary>Lower-case hex of the SHA-256 over time, nonce, key and raw body.</summary>
    public static string Sign(string encryptKey, string timestamp, string nonce, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp + nonce + encryptKey));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <returns>The text; something that is no event when it was not made with this key.</returns>
    public static byte[] Open(string encryptKey, string encrypted)
    {
        var bytes = new byte[encrypted.Length];
        if (!Convert.TryFromBase64String(encrypted, bytes, out var count) || count <= Block)
        {
            return [];
        }

        _ = CallbackText.TryDecrypt(
            SHA256.HashData(Encoding.UTF8.GetBytes(encryptKey)), bytes.AsSpan(0, Block), bytes.AsSpan(Block, count - Block), Block, out var clear);

        // Whether the padding was right makes no difference from here on: random bytes are read as far as good ones, and refused as an event.
        return clear;
    }
}
