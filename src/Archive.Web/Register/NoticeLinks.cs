using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Archive.Web.Register;

/// <summary>Personal links to a notice: whoever has one may read that notice and sign it for that person, until it ends. The link itself carries what it is for,
/// under an HMAC-SHA-256 of the archive, so nothing is stored and nothing can be guessed. Thread-safe.</summary>
/// <param name="key">Of this archive and this use alone.</param>
public sealed class NoticeLinks(byte[] key)
{
    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>No token of ours is longer; what is longer is not looked at.</summary>
    private const int Longest = 2_000;

    /// <returns>The token: characters of URLs only.</returns>
    public string Make(string person, string version, DateTimeOffset now)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new NoticeLink(person, version, (now + Lifetime).ToUnixTimeSeconds()));
        return $"{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, payload))}";
    }

    /// <returns>Null for everything that was not made here, was changed, or has ended.</returns>
    public NoticeLink? Open(string? token, DateTimeOffset now)
    {
        if (token is not { Length: > 0 and <= Longest } || token.Split('.') is not [var payload, var mac] || Decode(payload) is not { } bytes || Decode(mac) is not { } given
            || !CryptographicOperations.FixedTimeEquals(given, HMACSHA256.HashData(key, bytes)))
        {
            return null;
        }

        var link = JsonSerializer.Deserialize<NoticeLink>(bytes);
        return link is not null && now.ToUnixTimeSeconds() < link.Ends ? link : null;
    }

    private static byte[]? Decode(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}

/// <param name="Ends">Seconds since 1970, exclusive.</param>
public sealed record NoticeLink(string Person, string Version, long Ends);
