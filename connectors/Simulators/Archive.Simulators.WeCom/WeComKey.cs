using System.Security.Cryptography;

namespace Archive.Simulators.WeCom;

/// <summary>A pair of RSA-2048 keys: the administrator uploaded the public half, the firm keeps the private one.</summary>
public sealed class WeComKey
{
    private const int Bits = 2048;

    private WeComKey(int version, DateTimeOffset from, RSA rsa)
    {
        Version = version;
        From = from;
        Pkcs1Pem = rsa.ExportRSAPrivateKeyPem();
        Pkcs8Pem = rsa.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>Value of <c>publickey_ver</c>.</summary>
    public int Version { get; }

    /// <summary>When it was uploaded, in corpus time: what is sent from then on is encrypted for it, until the next.</summary>
    public DateTimeOffset From { get; }

    /// <summary>The private key, <c>BEGIN RSA PRIVATE KEY</c>.</summary>
    public string Pkcs1Pem { get; }

    /// <summary>The same key, <c>BEGIN PRIVATE KEY</c>.</summary>
    public string Pkcs8Pem { get; }

    public static WeComKey Generate(int version, DateTimeOffset from)
    {
        using var rsa = RSA.Create(Bits);
        return new WeComKey(version, from, rsa);
    }

    /// <summary>A private key of either form, so that a demo that starts again serves what its archive can still read.</summary>
    public static WeComKey FromPem(int version, DateTimeOffset from, string pem)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa.KeySize == Bits ? new WeComKey(version, from, rsa) : throw new ArgumentException("The platform takes keys of 2048 bits only.", nameof(pem));
    }

    /// <summary>Leaves out the key, which is a secret in the platform's eyes, also when simulated.</summary>
    public override string ToString() => $"key {Version} from {From:O}";
}
