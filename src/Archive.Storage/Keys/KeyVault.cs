using System.Buffers.Binary;
using System.Security.Cryptography;
using Archive.Core.Sealing;

namespace Archive.Storage.Keys;

/// <summary>Data keys, one a record, apart from what they open. Keys stand in pages of 126 slots of 32 bytes, wrapped by <see cref="KeyPageCipher"/>
/// under a key derived from the master key. Pages are made durable ahead of the records that need them, because keys and records do not commit as
/// one; a slot is written once and erased by overwriting it with zeros. A slot needs no tag of its own: a damaged key fails the tag of its record.
/// Thread-safe.</summary>
internal sealed class KeyVault : IDisposable
{
    /// <summary>126 × 32 bytes fit one database page of 4,096 bytes, so an erased slot leaves no copy on an overflow page.</summary>
    public const int SlotsPerPage = 126;

    /// <summary>Pages made durable at once: 2,520 keys for one sync.</summary>
    private const int PoolPages = 20;

    private const int PageBytes = SlotsPerPage * Sealer.KeySize;
    private const int CachedPages = 512;
    private const string Erased = "erased";
    private const string ErasedItems = "erased items";

    private readonly Lock _lock = new();
    private readonly IKeyPages _pages;
    private readonly KeyPageCipher _cipher;
    private readonly byte[] _entryKey;
    private readonly byte[] _quarantineKey;
    private readonly byte[]? _reproducible;
    private readonly Dictionary<long, byte[]> _cache = [];
    private long _lastPage;

    /// <param name="reproducible">For a demo: keys follow from the master key instead of chance.</param>
    public KeyVault(IKeyPages pages, MasterKey master, bool reproducible, bool readOnly)
    {
        _pages = pages;
        _entryKey = master.Derive("evidence entries");
        _quarantineKey = master.Derive("quarantine");
        _reproducible = reproducible ? master.Derive("demo data keys") : null;
        CheckMaster(master, readOnly);
        _lastPage = pages.ReadLast();
        _cipher = new KeyPageCipher(master.Derive("key pages"));
    }

    /// <summary>Makes keys durable for every slot up to and including <paramref name="slot"/>.</summary>
    public void Ensure(long slot)
    {
        lock (_lock)
        {
            var page = slot / SlotsPerPage;
            if (page <= _lastPage)
            {
                return;
            }

            var made = new List<byte[]>();
            for (var next = _lastPage + 1; next <= page + PoolPages; next++)
            {
                var slots = MakeSlots(next);
                _cipher.Transform(next, slots);
                made.Add(slots);
            }

            _pages.Add(_lastPage + 1, made);
            _lastPage += made.Count;
        }
    }

    /// <returns>False when the slot was erased or never made.</returns>
    public bool TryRead(long slot, Span<byte> key)
    {
        lock (_lock)
        {
            var page = slot / SlotsPerPage;
            if (!_cache.TryGetValue(page, out var slots))
            {
                if (Load(page) is not { } loaded)
                {
                    return false;
                }

                slots = loaded;
                if (_cache.Count >= CachedPages)
                {
                    _cache.Clear();
                }

                _cache.Add(page, slots);
            }

            var found = slots.AsSpan((int)(slot % SlotsPerPage) * Sealer.KeySize, Sealer.KeySize);
            found.CopyTo(key);
            return found.ContainsAnyExcept((byte)0);
        }
    }

    /// <summary>Overwrites keys, and remembers the disposition up to which this was done, in one transaction.</summary>
    public void Erase(IReadOnlyList<long> slots, long disposition)
    {
        lock (_lock)
        {
            var doomed = slots.ToLookup(s => s / SlotsPerPage);
            var upTo = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(upTo, disposition);
            _pages.Overwrite([.. doomed.Select(d => d.Key)], (page, wrapped) => Clear(page, wrapped, doomed[page]), Erased, upTo);
        }
    }

    /// <summary>Leaf index of the last disposition whose keys are erased; -1 for none.</summary>
    public long ReadErased() => ReadMark(Erased);

    /// <summary>Makes keys of quarantined items durable, ahead of the items.</summary>
    /// <param name="identities">Keyed hashes of items that are not stored yet: giving one that is from before such keys would shut it for ever.</param>
    public void EnsureItems(IReadOnlyList<byte[]> identities)
    {
        lock (_lock)
        {
            _pages.AddItems([.. identities.Select(i => (i, _reproducible is null ? RandomNumberGenerator.GetBytes(Sealer.KeySize) : HMACSHA256.HashData(_reproducible, i)))]);
        }
    }

    /// <summary>Key of a quarantined item, by the hash of its identity. One from before items had keys of their own follows from the master key.</summary>
    /// <returns>Null when it was erased.</returns>
    public byte[]? ItemKey(byte[] identity)
    {
        lock (_lock)
        {
            return _pages.ReadItem(identity) is not { } salt ? HMACSHA256.HashData(_quarantineKey, identity)
                : salt.AsSpan().ContainsAnyExcept((byte)0) ? HMACSHA256.HashData(_quarantineKey, (byte[])[.. identity, .. salt])
                : null;
        }
    }

    /// <summary>Destroys keys of quarantined items, and remembers the entry up to which this was done, in one transaction.</summary>
    public void EraseItems(IReadOnlyList<byte[]> identities, long entry)
    {
        lock (_lock)
        {
            var upTo = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(upTo, entry);
            _pages.EraseItems(identities, ErasedItems, upTo);
        }
    }

    /// <summary>Leaf index of the last entry whose items have lost their keys; -1 for none.</summary>
    public long ReadErasedItems() => ReadMark(ErasedItems);

    /// <summary>Makes erased keys leave the raw files as well.</summary>
    /// <exception cref="StorageException">Busy: somebody else still needs what is there.</exception>
    public void Compact()
    {
        lock (_lock)
        {
            _pages.Compact();
        }
    }

    /// <summary>Forgets unwrapped pages: another process may have erased keys in them.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _cache.Clear();
        }
    }

    /// <summary>Key of an entry of the evidence log.</summary>
    public byte[] EntryKey(long leafIndex) => Subkey(_entryKey, leafIndex);

    /// <summary>Key of an attachment: gone with the record's own.</summary>
    public static byte[] AttachmentKey(ReadOnlySpan<byte> recordKey, int ordinal)
    {
        Span<byte> label = stackalloc byte[5];
        label[0] = 2;
        BinaryPrimitives.WriteInt32BigEndian(label[1..], ordinal);
        return HMACSHA256.HashData(recordKey, label);
    }

    public void Dispose() => _cipher.Dispose();

    private long ReadMark(string setting)
    {
        lock (_lock)
        {
            return _pages.ReadSetting(setting) is { Length: 8 } value ? BinaryPrimitives.ReadInt64BigEndian(value) : -1;
        }
    }

    private static byte[] Subkey(byte[] key, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return HMACSHA256.HashData(key, bytes);
    }

    private byte[] MakeSlots(long page)
    {
        if (_reproducible is null)
        {
            return RandomNumberGenerator.GetBytes(PageBytes);
        }

        var slots = new byte[PageBytes];
        for (var i = 0; i < SlotsPerPage; i++)
        {
            Subkey(_reproducible, (page * SlotsPerPage) + i).CopyTo(slots, i * Sealer.KeySize);
        }

        return slots;
    }

    private byte[]? Load(long page)
    {
        if (_pages.Read(page) is not { } slots)
        {
            return null;
        }

        if (slots.Length != PageBytes)
        {
            throw new StorageException(StorageFailure.Corrupt, $"{_pages.Name}: key page {page} has the wrong size. Restore it from a backup.");
        }

        _cipher.Transform(page, slots);
        return slots;
    }

    private void Clear(long page, byte[] wrapped, IEnumerable<long> slots)
    {
        foreach (var slot in slots)
        {
            wrapped.AsSpan((int)(slot % SlotsPerPage) * Sealer.KeySize, Sealer.KeySize).Clear();
        }

        if (_cache.Remove(page, out var cached))
        {
            CryptographicOperations.ZeroMemory(cached);
        }
    }

    private void CheckMaster(MasterKey master, bool readOnly)
    {
        var expected = master.Derive("check");
        if (!readOnly && _pages.ReadSetting("check") is null)
        {
            _pages.AddSetting("check", expected);
        }

        if (_pages.ReadSetting("check") is { } stored && !stored.AsSpan().SequenceEqual(expected))
        {
            throw new StorageException(
                StorageFailure.Unreadable,
                $"The master key does not belong to {_pages.Name}. Put back the master.key with which this archive was made.");
        }
    }
}
