using System.Security.Cryptography;
using System.Text;
using Archive.Connectors.Http.Callbacks;

namespace Archive.Tests.Connectors.Callbacks;

/// <summary>Requests as the platforms make them, written from the fact sheets and not from the connectors.</summary>
internal static class SignedRequest
{
    public const string FeishuKey = "archive-demo-key";
    public const string WeComToken = "ArchiveTok1";
    public const string WeComKey = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA";
    public const string Corp = "wwarchivecorp0001";

    public static CallbackRequest Post(string body, IReadOnlyDictionary<string, string>? headers = null, IReadOnlyDictionary<string, string>? query = null) =>
        Post(Encoding.UTF8.GetBytes(body), headers, query);

    public static CallbackRequest Post(ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string>? headers = null, IReadOnlyDictionary<string, string>? query = null) =>
        new("POST", query ?? new Dictionary<string, string>(), headers ?? new Dictionary<string, string>(), body);

    /// <summary>Encrypted and signed.</summary>
    public static CallbackRequest Feishu(string clear, DateTimeOffset at, string key = FeishuKey) => SignFeishu(FeishuBody(clear, key), at, key);

    public static string FeishuBody(string clear, string key = FeishuKey)
    {
        var vector = RandomNumberGenerator.GetBytes(16);
        using var aes = Aes.Create();
        aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        return $$"""{"encrypt":"{{Convert.ToBase64String([.. vector, .. aes.EncryptCbc(Encoding.UTF8.GetBytes(clear), vector)])}}"}""";
    }

    public static CallbackRequest SignFeishu(string body, DateTimeOffset at, string key = FeishuKey)
    {
        var (timestamp, nonce) = ($"{at.ToUnixTimeSeconds()}", Guid.NewGuid().ToString("N"));
        return Post(body, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["X-Lark-Request-Timestamp"] = timestamp,
            ["X-Lark-Request-Nonce"] = nonce,
            ["X-Lark-Signature"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(timestamp + nonce + key + body))),
        });
    }

    public static CallbackRequest WeCom(string message, DateTimeOffset at, string corp = Corp) => SignWeCom(WeComCipherText(Encoding.UTF8.GetBytes(message), corp), at);

    public static CallbackRequest SignWeCom(string encrypted, DateTimeOffset at) => Post(
        $"<xml><ToUserName><![CDATA[{Corp}]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>",
        query: WeComQuery(encrypted, at));

    public static CallbackRequest WeComCheck(string text, DateTimeOffset at, string corp = Corp)
    {
        var encrypted = WeComCipherText(Encoding.UTF8.GetBytes(text), corp);
        var query = WeComQuery(encrypted, at);
        query["echostr"] = encrypted;
        return new CallbackRequest("GET", query, new Dictionary<string, string>(), default);
    }

    public static Dictionary<string, string> WeComQuery(string encrypted, DateTimeOffset at)
    {
        var (timestamp, nonce) = ($"{at.ToUnixTimeSeconds()}", Guid.NewGuid().ToString("N"));
        string[] parts = [WeComToken, timestamp, nonce, encrypted];
#pragma warning disable CA5350 // WeCom signs with SHA-1.
        var signature = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350
        return new Dictionary<string, string> { ["msg_signature"] = signature, ["timestamp"] = timestamp, ["nonce"] = nonce };
    }

    public static string WeComCipherText(byte[] message, string corp, int? length = null)
    {
        var size = length ?? message.Length;
        byte[] clear = [.. RandomNumberGenerator.GetBytes(16), (byte)(size >> 24), (byte)(size >> 16), (byte)(size >> 8), (byte)size, .. message, .. Encoding.UTF8.GetBytes(corp)];
        var padding = 32 - (clear.Length % 32);
        var key = Convert.FromBase64String(WeComKey + "=");
        using var aes = Aes.Create();
        aes.Key = key;
        byte[] padded = [.. clear, .. Enumerable.Repeat((byte)padding, padding)];
        return Convert.ToBase64String(aes.EncryptCbc(padded, key[..16], PaddingMode.None));
    }
}
