using System.Buffers.Binary;
using System.Security.Cryptography;
using Archive.Core.Sealing;

namespace Archive.Storage.Keys;

/// <summary>Wraps pages of data keys: AES-256 in counter mode, counter = slot × 2, so no counter is used twice. Not thread-safe.</summary>
internal sealed class KeyPageCipher : IDisposable
{
    private const int BlockSize = 16;
    private const int BlocksPerSlot = Sealer.KeySize / BlockSize;

    private readonly Aes _aes = Aes.Create();

    public KeyPageCipher(byte[] key) => _aes.Key = key;

    /// <summary>Wraps, and unwraps: in counter mode both are the same. A slot of zeros is erased and stays zeros when unwrapped.</summary>
    public void Transform(long page, byte[] slots)
    {
        var stream = KeyStream(page, slots.Length);
        for (var at = 0; at < slots.Length; at += Sealer.KeySize)
        {
            var slot = slots.AsSpan(at, Sealer.KeySize);
            if (slot.ContainsAnyExcept((byte)0))
            {
                for (var i = 0; i < slot.Length; i++)
                {
                    slot[i] ^= stream[at + i];
                }
            }
        }
    }

    public void Dispose() => _aes.Dispose();

    private byte[] KeyStream(long page, int length)
    {
        var counters = new byte[length];
        var first = page * (length / Sealer.KeySize) * BlocksPerSlot;
        for (var block = 0; block < length / BlockSize; block++)
        {
            BinaryPrimitives.WriteInt64BigEndian(counters.AsSpan((block * BlockSize) + 8), first + block);
        }

        return _aes.EncryptEcb(counters, PaddingMode.None);
    }
}
