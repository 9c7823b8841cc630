using System.Security.Cryptography;
using System.Text.Json;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Sealing;
using Archive.Storage.Completeness;
using Archive.Storage.Keys;
using Archive.Storage.Records;
using Archive.Storage.Sql;

namespace Archive.Storage.Evidence;

/// <summary>Walks records, dispositions and entries in the order of their leaves, opens each, and grows the tree anew beside the stored one.</summary>
internal sealed class LeafPass(
    RecordArchive archive, IStoreDatabase database, VerificationFindings findings, IProgress<long>? progress, CancellationToken cancellationToken)
{
    /// <summary>Leaves read before they are opened together: a few hundred KiB.</summary>
    private const int BatchSize = 2_048;

    private readonly NameReader _names = new();
    private readonly ByteWriter _writer = new();
    private readonly RowMac _mac = archive.NewMac();
    private readonly MerkleFrontier _tree = new();
    private readonly Dictionary<long, HashSet<long>> _dispositions = [];
    private readonly List<(long Sequence, long Disposition)> _disposed = [];
    private IStoreStatement _tiles = null!;
    private List<PendingLeaf> _opening = new(BatchSize);
    private Task _openingDone = Task.CompletedTask;

    /// <summary>Records that exist, by source and day.</summary>
    public Dictionary<(int Source, int Day), long> Admitted { get; } = [];

    public long Records { get; private set; }

    public long Disposed { get; private set; }

    public long Entries { get; private set; }

    public long Attachments { get; private set; }

    /// <returns>Leaves checked.</returns>
    public long Run(LogState? state)
    {
        _tiles = database.Walk("tile_list");
        var records = database.Walk("record_range").Bind(1, 0);
        var disposed = database.Walk("disposed_list").Bind(1, 0).Bind(2, long.MaxValue);
        var entries = database.Walk("entry_list").Bind(1, 0).Bind(2, long.MaxValue);
        var nextRecord = Next(records, 1);
        var nextDisposed = Next(disposed, 1);
        var nextEntry = Next(entries, 0);
        var batch = new List<PendingLeaf>(BatchSize);
        while (Math.Min(nextRecord, Math.Min(nextDisposed, nextEntry)) is var index && index != long.MaxValue)
        {
            if (index == nextRecord)
            {
                batch.Add(ReadRecord(records, index));
                nextRecord = Next(records, 1);
            }
            else if (index == nextDisposed)
            {
                batch.Add(CheckDisposed(disposed, index));
                nextDisposed = Next(disposed, 1);
            }
            else
            {
                batch.Add(CheckEntry(entries, index));
                nextEntry = Next(entries, 0);
            }

            if (batch.Count == BatchSize)
            {
                batch = Exchange(batch);
                progress?.Report(_tree.Count);
            }
        }

        Exchange(Exchange(batch));
        CheckEnd(state);
        progress?.Report(_tree.Count);
        return _tree.Count;
    }

    private static long Next(IStoreStatement rows, int leafColumn) => rows.Step() ? rows.Int64(leafColumn) : long.MaxValue;

    /// <summary>A missing leaf is named once; a stand-in keeps the places after it comparable.</summary>
    private void FillGap(long index)
    {
        if (index < _tree.Count)
        {
            findings.Add("leaf repeated or out of order", $"leaf {index}", $"it stands after leaf {_tree.Count - 1}");
            return;
        }

        if (index > _tree.Count)
        {
            var last = index - 1;
            findings.Add(
                "leaf missing", last == _tree.Count ? $"leaf {last}" : $"leaves {_tree.Count} to {last}", "no record, disposition or entry has it");
        }

        while (_tree.Count < index)
        {
            Grow(new byte[MerkleTree.HashSize], stored: false);
        }
    }

    private PendingLeaf ReadRecord(IStoreStatement rows, long index)
    {
        Records++;
        try
        {
            return PendingLeaf.OfRecord(index, RecordRow.Read(rows, database, _names));
        }
        catch (Exception e) when (e is InvalidDataException || e is StorageException { Kind: StorageFailure.Corrupt })
        {
            return PendingLeaf.OfDamage(index, $"record {rows.Int64(0)}", e.Message);
        }
    }

    /// <summary>Lets the records of a batch be opened while the next one is read, and settles the batch before.</summary>
    /// <returns>An empty batch to read into.</returns>
    private List<PendingLeaf> Exchange(List<PendingLeaf> read)
    {
        var (before, opening) = (_opening, _openingDone);
        opening.GetAwaiter().GetResult();
        _opening = read;
        _openingDone = Task.Run(() => PendingLeaf.Open(read, archive.Vault, cancellationToken), cancellationToken);
        Settle(before);
        return before;
    }

    /// <summary>Puts the leaves of a batch into the tree, in their order.</summary>
    private void Settle(List<PendingLeaf> batch)
    {
        foreach (var pending in batch)
        {
            FillGap(pending.Index);
            CheckRecord(pending);
            GrowAt(pending.Index, pending.Leaf ?? new byte[MerkleTree.HashSize]);
        }

        batch.Clear();
    }

    private void CheckRecord(PendingLeaf pending)
    {
        if (pending.Row is { } row)
        {
            var day = Timestamps.ToDay(Timestamps.FromMicroseconds(row.Envelope.Time));
            Admitted[(row.SourceId, day)] = Admitted.GetValueOrDefault((row.SourceId, day)) + 1;
            if (pending.Body is { } body)
            {
                CheckAttachments(row.Envelope.Sequence, body.Attachments);
            }
            else if (pending.Damage is null && !archive.WasErased(row.Envelope.Sequence))
            {
                findings.Add("record changed", $"record {row.Envelope.Sequence}", "its content, time, names or key are not those that were sealed");
            }
        }

        if (pending.Damage is { } damage)
        {
            findings.Add("record changed", pending.Where, damage);
        }
    }

    private void CheckAttachments(long sequence, IReadOnlyList<Attachment> attachments)
    {
        Span<byte> key = stackalloc byte[Sealer.KeySize];
        for (var i = 0; i < attachments.Count; i++)
        {
            if (attachments[i].State != AttachmentState.Stored)
            {
                continue;
            }

            var read = database.Prepare("attachment_read").Bind(1, sequence).Bind(2, i);
            if (!read.Step())
            {
                findings.Add("attachment missing", $"record {sequence}, attachment {i + 1}", "the record says that its bytes are stored");
                continue;
            }

            Attachments++;
            archive.Vault.TryRead(sequence, key);
            var intact = Sealer.TryOpen(KeyVault.AttachmentKey(key, i), read.Blob(0), read.Blob(1), [], checkMac: true, out var content)
                && Convert.ToHexStringLower(SHA256.HashData(content)) == attachments[i].Sha256;
            read.Reset();
            if (!intact)
            {
                findings.Add("attachment changed", $"record {sequence}, attachment {i + 1}", "its bytes are not those whose hash the record holds");
            }
        }
    }

    private PendingLeaf CheckDisposed(IStoreStatement rows, long index)
    {
        Disposed++;
        var sequence = rows.Int64(0);
        var leaf = rows.Blob(2).ToArray();
        var source = rows.Int32(3);
        var day = rows.Int32(4);
        var mac = _mac.Disposed(sequence, index, leaf, source, day, rows.Blob(5), rows.Int64(6));
        if (!mac.AsSpan().SequenceEqual(rows.Blob(7)))
        {
            findings.Add("disposition changed", $"record {sequence}", "the row that stands for the disposed record was altered");
        }

        _disposed.Add((sequence, rows.Int64(6)));
        Admitted[(source, day)] = Admitted.GetValueOrDefault((source, day)) + 1;
        return PendingLeaf.Of(index, leaf);
    }

    private PendingLeaf CheckEntry(IStoreStatement rows, long index)
    {
        Entries++;
        var kind = (EvidenceKind)rows.Int32(1);
        var entry = EntrySeal.TryOpen(archive.Vault, _writer, index, kind, rows.Int64(2), rows.Blob(3), rows.Blob(4));
        if (entry is null)
        {
            findings.Add("entry changed", $"leaf {index}", "its facts, time or kind are not those that were sealed");
        }
        else if (kind == EvidenceKind.Disposition)
        {
            using var facts = JsonDocument.Parse(entry.Body);
            _dispositions[index] = [.. facts.RootElement.GetProperty("records").EnumerateArray().Select(r => r.GetInt64())];
        }
        else if (kind == EvidenceKind.DayStated)
        {
            StatementCheck.Run(entry, findings);
        }

        var leaf = rows.Blob(3).Length == Sealer.MacSize
            ? EntrySeal.Leaf(_writer, index, kind, rows.Int64(2), rows.Blob(3), rows.Blob(4))
            : new byte[MerkleTree.HashSize];
        return PendingLeaf.Of(index, leaf);
    }

    private void GrowAt(long index, byte[] leaf)
    {
        if (index == _tree.Count)
        {
            Grow(leaf, stored: true);
        }
    }

    private void Grow(byte[] leaf, bool stored)
    {
        var index = _tree.Count;
        if (_tree.Append(leaf) is not { } tile)
        {
            return;
        }

        var number = index / MerkleFrontier.TileWidth;
        if (!_tiles.Step())
        {
            findings.Add("tile missing", $"tile {number}", "a node of the tree is not stored");
        }
        else if (_tiles.Int64(0) != number || (stored && !_tiles.Blob(1).SequenceEqual(tile)))
        {
            findings.Add(
                "tree changed",
                $"leaves {number * MerkleFrontier.TileWidth} to {index}",
                "the hash over these leaves is not the one that was stored when they were appended");
        }
    }

    private void CheckEnd(LogState? state)
    {
        if (_tiles.Step())
        {
            findings.Add("tile inserted", $"tile {_tiles.Int64(0)}", "there are no leaves under it");
            _tiles.Reset();
        }

        if (state is not null)
        {
            findings.Expect("leaves missing at the end", "evidence log", state.Frontier.Count, _tree.Count);
            if (state.Frontier.Count == _tree.Count && !state.Frontier.Root.AsSpan().SequenceEqual(_tree.Root))
            {
                findings.Add("tree changed", "root", "the root over all leaves is not the one that was stored");
            }
        }

        Span<byte> key = stackalloc byte[Sealer.KeySize];
        var erased = archive.Vault.ReadErased();
        archive.Vault.Forget(); // another process may have erased keys that were read before
        foreach (var (sequence, disposition) in _disposed)
        {
            if (!_dispositions.TryGetValue(disposition, out var listed) || !listed.Contains(sequence))
            {
                findings.Add("disposition without entry", $"record {sequence}", $"leaf {disposition} does not tell of it");
            }
            else if (disposition <= erased && archive.Vault.TryRead(sequence, key))
            {
                findings.Add("key not destroyed", $"record {sequence}", "it was disposed of, and its data key is still there");
            }
        }
    }
}
