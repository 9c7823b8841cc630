using System.Buffers.Binary;
using System.Security.Cryptography;
using Archive.Core.Connectors;
using Archive.Core.Sealing;

namespace Archive.Core.Completeness;

/// <summary>Remembers messages by 16 bytes each: a second read can be a million items. Two messages with the same 128 bits of SHA-256 do not occur.
/// Thread-safe: a connector that reads ahead asks which files to fetch while pages before are taken in.</summary>
internal sealed class SeenItems
{
    private readonly Lock _lock = new();
    private readonly HashSet<UInt128> _seen = [];
    private readonly ByteWriter _writer = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _seen.Count;
            }
        }
    }

    public static ItemIdentity IdentityOf(SourceItem item) => new(item.NativeId, item.Message?.Revision ?? "");

    /// <returns>False for one that was added before.</returns>
    public bool Add(ItemIdentity item)
    {
        lock (_lock)
        {
            return _seen.Add(Hash(item));
        }
    }

    public bool Contains(ItemIdentity item)
    {
        lock (_lock)
        {
            return _seen.Contains(Hash(item));
        }
    }

    public bool Remove(ItemIdentity item)
    {
        lock (_lock)
        {
            return _seen.Remove(Hash(item));
        }
    }

    private UInt128 Hash(ItemIdentity item)
    {
        _writer.Clear();
        _writer.WriteText(item.NativeId);
        _writer.WriteText(item.Revision);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_writer.Written, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
