using System.Globalization;
using System.Security.Cryptography;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom;

/// <summary>The private keys of a corporation by version. They never leave this process: the child gets content keys only.</summary>
internal sealed class KeyRing : IDisposable
{
    private readonly Dictionary<int, RSA> _keys = [];

    /// <exception cref="ConnectorException">Unauthorized: a file cannot be read, or holds no private RSA key.</exception>
    public static async Task<KeyRing> ReadAsync(WeComOptions options, CancellationToken cancellationToken)
    {
        var ring = new KeyRing();
        try
        {
            foreach (var (version, file) in options.PrivateKeys)
            {
                ring._keys[version] = await ReadAsync(options.Source, version, file, cancellationToken);
            }

            return ring;
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    public bool Has(int version) => _keys.ContainsKey(version);

    /// <summary>Of all of them.</summary>
    public IEnumerable<string> Names => _keys.Keys.Select(NameOf);

    /// <summary>Another key under the same version has another name.</summary>
    public string NameOf(int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{version}:{Convert.ToHexStringLower(SHA256.HashData(_keys[version].ExportSubjectPublicKeyInfo()))[..16]}");

    /// <returns>The content key; null when this key does not open it.</returns>
    public string? Open(int version, string encrypted)
    {
        try
        {
            // Latin-1 takes any byte: with a wrong key some systems give out noise instead of an error, by design of theirs.
            return System.Text.Encoding.Latin1.GetString(_keys[version].Decrypt(Convert.FromBase64String(encrypted), RSAEncryptionPadding.Pkcs1));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    /// <summary>No file is called so.</summary>
    private static bool IsText(string file) => file.TrimStart().StartsWith("-----BEGIN", StringComparison.Ordinal);

    private static async Task<RSA> ReadAsync(string source, int version, string file, CancellationToken cancellationToken)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(IsText(file) ? file : await File.ReadAllTextAsync(file, cancellationToken)); // PKCS#1 and PKCS#8 alike
            key.ExportParameters(includePrivateParameters: true);
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new ConnectorException(
                ConnectorFailure.Unauthorized,
                $"Private key {version} of source {source} cannot be read. Check the file that PrivateKeys names for it: PEM, unencrypted, the private half ({e.GetType().Name}).");
        }
    }
}
