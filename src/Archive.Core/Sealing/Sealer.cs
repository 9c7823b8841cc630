using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Archive.Core.Sealing;

/// <summary>Encrypts under a key that is used for one text only, and commits to the text by a keyed hash.
/// <para>mac = SHA-256(salt || length of text in 64 bits || text), where salt = SHA-256(0x01 || key); sealed = AES-256-GCM(key, nonce = first 12 bytes
/// of mac, text, associated data). With the length in front no input begins another, and for such inputs SHA-256 behind a secret of fixed size is a
/// pseudorandom function (Bellare, Canetti, Krawczyk, "Pseudorandom functions revisited", 1996), at half the price of HMAC. The nonce follows from the text, as in SIV modes, so that sealing the same record again after a crash gives the same bytes
/// and a key that is asked to seal another text never repeats a nonce. Destroying the key destroys the salt with it: the mac then says nothing
/// about the text. Thread-safe.</para></summary>
public static class Sealer
{
    public const int KeySize = 32;
    public const int MacSize = 32;
    public const int TagSize = 16;
    private const int NonceSize = 12;
    private const int SaltSize = 32;
    private const int ShortInput = 2048;

    /// <param name="mac">32 bytes.</param>
    /// <param name="output">Ciphertext and tag: <paramref name="text"/>.Length + 16 bytes.</param>
    public static void Seal(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, ReadOnlySpan<byte> associated, Span<byte> mac, Span<byte> output)
    {
        ComputeMac(key, text, mac);
        using var gcm = new AesGcm(key, TagSize);
        gcm.Encrypt(mac[..NonceSize], text, output[..text.Length], output[text.Length..], associated);
    }

    /// <returns>False when anything was changed: ciphertext, mac or associated data.</returns>
    public static bool TryOpen(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> sealedText, ReadOnlySpan<byte> associated, bool checkMac, out byte[] text)
    {
        text = [];
        if (mac.Length != MacSize || sealedText.Length < TagSize)
        {
            return false;
        }

        var length = sealedText.Length - TagSize;
        var opened = new byte[length];
        using var gcm = new AesGcm(key, TagSize);
        try
        {
            gcm.Decrypt(mac[..NonceSize], sealedText[..length], sealedText[length..], opened, associated);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        if (checkMac)
        {
            // GCM does not commit to its key; the keyed hash does.
            Span<byte> expected = stackalloc byte[MacSize];
            ComputeMac(key, opened, expected);
            if (!CryptographicOperations.FixedTimeEquals(expected, mac))
            {
                return false;
            }
        }

        text = opened;
        return true;
    }

    private static void ComputeMac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, Span<byte> mac)
    {
        Span<byte> derivation = stackalloc byte[1 + KeySize];
        derivation[0] = 1;
        key.CopyTo(derivation[1..]);
        var size = SaltSize + sizeof(long) + text.Length;
        var input = size <= ShortInput ? stackalloc byte[size] : new byte[size];
        SHA256.HashData(derivation, input);
        BinaryPrimitives.WriteInt64BigEndian(input[SaltSize..], text.Length);
        text.CopyTo(input[(SaltSize + sizeof(long))..]);
        SHA256.HashData(input, mac);
    }
}
