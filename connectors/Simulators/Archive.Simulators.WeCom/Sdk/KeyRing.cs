using System.Security.Cryptography;
using System.Text;
using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Messages;

namespace Archive.Simulators.WeCom.Sdk;

/// <summary>Gives each message its content key, encrypted for the key that was the newest when it was sent. Safe for concurrent use.</summary>
internal sealed class KeyRing : IDisposable
{
    private readonly Lock _lock = new();
    private readonly (WeComKey Key, RSA Public)[] _keys;

    public KeyRing(IReadOnlyList<WeComKey> keys)
    {
        _keys = [.. keys.OrderBy(k => k.From).ThenBy(k => k.Version).Select(k => (k, RsaOf(k)))];
    }

    public IReadOnlyList<WeComKey> Keys => [.. _keys.Select(k => k.Key)];

    public static string ContentKey(SentMessage message) => StableHash.Hex32(message.Id, "content key");

    /// <summary>Version of the key, and the content key under it as base64. What is older than every key is under the first.</summary>
    public (int Version, string Encrypted) Encrypt(SentMessage message)
    {
        var (key, rsa) = _keys.LastOrDefault(k => k.Key.From <= message.Time, _keys[0]);
        lock (_lock)
        {
            return (key.Version, Convert.ToBase64String(rsa.Encrypt(Encoding.ASCII.GetBytes(ContentKey(message)), RSAEncryptionPadding.Pkcs1)));
        }
    }

    public void Dispose()
    {
        foreach (var (_, rsa) in _keys)
        {
            rsa.Dispose();
        }
    }

    private static RSA RsaOf(WeComKey key)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(key.Pkcs8Pem);
        return rsa;
    }
}
