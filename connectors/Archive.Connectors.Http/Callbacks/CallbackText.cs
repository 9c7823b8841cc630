using System.Security.Cryptography;
using System.Text;

namespace Archive.Connectors.Http.Callbacks;

/// <summary>Comparing and opening what strangers send, in a time that does not tell how close they came.</summary>
public static class CallbackText
{
    private const int Block = 16;

    /// <summary>Whether a text is the one that is expected. Hashed first, so that not even its length is told.</summary>
    public static bool IsSame(string? given, string expected) => given is not null && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    /// <summary>Whether a request was signed within <see cref="RecentEvents.Window"/> of now.</summary>
    /// <param name="seconds">Since 1970, as text.</param>
    public static bool IsTimely(string? seconds, DateTimeOffset now) =>
        long.TryParse(seconds, System.Globalization.NumberStyles.None, null, out var time)
        && Math.Abs((decimal)time - now.ToUnixTimeSeconds()) <= (decimal)RecentEvents.Window.TotalSeconds;

    /// <summary>Decrypts AES-CBC with a padding of 1 to <paramref name="padding"/> bytes that each name their number (PKCS#7).
    /// <para>A wrong padding is neither an exception nor faster than a right one: what takes another time, or gives another answer, lets a stranger read
    /// a captured text byte by byte.</para></summary>
    /// <param name="clear">The text; when it is false, whatever the cipher gave, so that the caller can go on as with a good one.</param>
    /// <returns>False when length or padding is wrong.</returns>
    public static bool TryDecrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> vector, ReadOnlySpan<byte> cipher, int padding, out byte[] clear)
    {
        if (cipher.Length == 0 || cipher.Length % padding != 0 || cipher.Length % Block != 0)
        {
            clear = [];
            return false;
        }

        using var aes = Aes.Create();
        aes.SetKey(key);
        clear = aes.DecryptCbc(cipher, vector, PaddingMode.None);
        int count = clear[^1];
        var wrong = (count - 1) | (padding - count);
        var last = clear.AsSpan(clear.Length - padding);
        for (var i = 0; i < padding; i++)
        {
            // All ones where the byte belongs to the padding, zero where it is text.
            var isPadding = (padding - 1 - i - count) >> 31;
            wrong |= -(isPadding & (last[i] ^ count));
        }

        var isGood = wrong >= 0;
        clear = isGood ? clear[..^count] : clear;
        return isGood;
    }
}
