using System.Security.Cryptography;
using System.Text;

namespace Archive.Storage.Sealing;

/// <summary>Seals texts that are not records: AES-256-GCM, random nonce in front, tag behind. Where a text belongs is bound to it, so that no row can be
/// given the text of another. Thread-safe.</summary>
/// <param name="what">Begins the sentence about a text that does not open: "A saved search".</param>
internal sealed class TextCipher(byte[] key, string what)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <param name="place">What tells this text from every other: column and key of its row.</param>
    public byte[] Seal(string text, string place)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var output = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(output.AsSpan(0, NonceSize));
        using var gcm = new AesGcm(key, TagSize);
        gcm.Encrypt(
            output.AsSpan(0, NonceSize), plain, output.AsSpan(NonceSize, plain.Length), output.AsSpan(NonceSize + plain.Length), Encoding.UTF8.GetBytes(place));
        return output;
    }

    /// <exception cref="StorageException">It was changed, or the master key is another.</exception>
    public string Open(byte[] sealedText, string place)
    {
        try
        {
            var length = sealedText.Length - NonceSize - TagSize;
            var plain = new byte[Math.Max(0, length)];
            using var gcm = new AesGcm(key, TagSize);
            gcm.Decrypt(
                sealedText.AsSpan(0, NonceSize), sealedText.AsSpan(NonceSize, length), sealedText.AsSpan(NonceSize + length), plain, Encoding.UTF8.GetBytes(place));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentOutOfRangeException)
        {
            throw new StorageException(
                StorageFailure.Corrupt, $"{what} was changed or belongs to another master.key. Restore both from the same backup.", e);
        }
    }
}
