using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Archive.Connectors.Http.Callbacks;

namespace Archive.Connectors.WeCom.Callbacks;

/// <summary>How WeCom signs and encrypts events (developer.work.weixin.qq.com, 加解密方案说明).</summary>
internal static class WeComCipher
{
    private const int KeyCharacters = 43;
    private const int KeyBytes = 32;
    private const int VectorBytes = 16;

    /// <summary>Their PKCS#7 pads to 32 bytes, twice the cipher's block.</summary>
    private const int Padding = 32;

    /// <summary>Random bytes at the beginning, then the length of the message.</summary>
    private const int RandomBytes = 16;
    private const int HeadBytes = RandomBytes + sizeof(uint);

    /// <summary>Lower-case hex of the SHA-1 over token, time, nonce and cipher text in ordinal order. Their choice: it proves knowledge of the token, and nobody
    /// has found two meaningful texts for one such hash with a secret in it.</summary>
    public static string Sign(string token, string timestamp, string nonce, string encrypted)
    {
        string[] parts = [token, timestamp, nonce, encrypted];
        Array.Sort(parts, StringComparer.Ordinal);
#pragma warning disable CA5350 // WeCom signs with SHA-1.
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
#pragma warning restore CA5350
    }

    /// <returns>Null when the setting is not 43 characters of base64.</returns>
    public static byte[]? TryReadKey(string encodingAesKey)
    {
        var key = new byte[KeyBytes];
        return encodingAesKey.Length == KeyCharacters && Convert.TryFromBase64String(encodingAesKey + "=", key, out var count) && count == KeyBytes ? key : null;
    }

    /// <returns>The message; null when it is none, or none for this firm.</returns>
    public static byte[]? TryOpen(byte[] key, string encrypted, string corpId)
    {
        var cipher = new byte[encrypted.Length];
        var isText = Convert.TryFromBase64String(encrypted, cipher, out var count);
        if (!isText || !CallbackText.TryDecrypt(key, key.AsSpan(0, VectorBytes), cipher.AsSpan(0, count), Padding, out var clear) || clear.Length < HeadBytes)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(clear.AsSpan(RandomBytes));
        if (length > clear.Length - HeadBytes)
        {
            return null;
        }

        var end = HeadBytes + (int)length;
        return CryptographicOperations.FixedTimeEquals(clear.AsSpan(end), Encoding.UTF8.GetBytes(corpId)) ? clear[HeadBytes..end] : null;
    }
}
