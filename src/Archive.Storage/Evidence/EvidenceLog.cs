using Archive.Core.Evidence;
using Archive.Core.Sealing;
using Archive.Storage.Sql;

namespace Archive.Storage.Evidence;

/// <inheritdoc cref="IEvidenceLog"/>
internal sealed class EvidenceLog(RecordArchive archive) : IEvidenceLog
{
    public Task<long> AppendAsync(EvidenceEntry entry, CancellationToken cancellationToken)
    {
        var writer = archive.RequireWriter();
        return writer.WriteAsync(() => writer.AppendEntry(entry), cancellationToken);
    }

    public Task<IReadOnlyList<EvidenceEntry>> ReadAsync(
        IReadOnlyList<EvidenceKind> kinds, long? before, int take, CancellationToken cancellationToken) =>
        Task.FromResult(archive.Readers.Read(database => Read(database, kinds, before ?? long.MaxValue, take)));

    /// <summary>Reads with a connection at hand, for a transaction that must see its own entries.</summary>
    internal IReadOnlyList<EvidenceEntry> Read(IStoreDatabase database, IReadOnlyList<EvidenceKind> kinds, long before, int take)
    {
        var entries = new List<EvidenceEntry>();
        var writer = new ByteWriter();
        if (kinds.Count == 0)
        {
            ReadRows(database, database.Prepare("entry_read_before").Bind(1, before).Bind(2, take), writer, entries);
        }

        foreach (var kind in kinds)
        {
            ReadRows(database, database.Prepare("entry_read_kind").Bind(1, (long)kind).Bind(2, before).Bind(3, take), writer, entries);
        }

        entries.Sort((a, b) => b.LeafIndex.CompareTo(a.LeafIndex));
        return entries.Count > take ? entries[..take] : entries;
    }

    private void ReadRows(IStoreDatabase database, IStoreStatement rows, ByteWriter writer, List<EvidenceEntry> entries)
    {
        while (rows.Step())
        {
            var entry = EntrySeal.TryOpen(
                archive.Vault, writer, rows.Int64(0), (EvidenceKind)rows.Int32(1), rows.Int64(2), rows.Blob(3), rows.Blob(4));
            entries.Add(entry ?? throw new StorageException(
                StorageFailure.Corrupt, $"{database.Name}: entry {rows.Int64(0)} of the evidence log was changed. Run 'archive verify'."));
        }
    }
}
