using System.Security.Cryptography;

namespace Archive.Web.Auth;

/// <summary>Encrypts the keys of cookies for the database (AES-256-GCM): a version, a nonce, the tag and the ciphertext. Thread-safe.</summary>
/// <param name="key">Derived from the master key for <see cref="Purpose"/>, so that a copy of the database signs nobody in.</param>
internal sealed class CookieKeyCipher(byte[] key)
{
    public const string Purpose = "cookie keys";

    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Header = 1 + NonceSize + TagSize;

    public byte[] Encrypt(ReadOnlySpan<byte> text)
    {
        var sealedText = new byte[Header + text.Length];
        sealedText[0] = Version;
        var nonce = sealedText.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var gcm = new AesGcm(key, TagSize);
        gcm.Encrypt(nonce, text, sealedText.AsSpan(Header), sealedText.AsSpan(1 + NonceSize, TagSize), sealedText.AsSpan(0, 1));
        return sealedText;
    }

    /// <exception cref="CryptographicException">It was altered, sealed with another key, or by a newer version.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> sealedText)
    {
        if (sealedText.Length < Header || sealedText[0] != Version)
        {
            throw new CryptographicException("A key of cookies has a form that this version does not know.");
        }

        var text = new byte[sealedText.Length - Header];
        using var gcm = new AesGcm(key, TagSize);
        gcm.Decrypt(sealedText.Slice(1, NonceSize), sealedText[Header..], sealedText.Slice(1 + NonceSize, TagSize), text, sealedText[..1]);
        return text;
    }
}
