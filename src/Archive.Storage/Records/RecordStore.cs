using System.Security.Cryptography;
using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Sealing;
using Archive.Storage.Evidence;
using Archive.Storage.Keys;
using Archive.Storage.Sql;

namespace Archive.Storage.Records;

/// <inheritdoc cref="IRecordStore"/>
internal sealed class RecordStore(RecordArchive archive) : IRecordStore
{
    private readonly PageAppend? _append = archive.Writer is { } writer ? new PageAppend(writer, archive.Engine.NewRecordInsert(writer)) : null;

    public Task<SourceCursor> ReadCursorAsync(string source, CancellationToken cancellationToken) => Run(database =>
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (archive.Names.FindSource(database, source) is { } id)
        {
            var list = database.Prepare("cursor_list");
            while (list.Step())
            {
                if (list.Int32(0) == id)
                {
                    parts[list.Text(1)] = list.Text(2);
                }
            }
        }

        return new SourceCursor(parts);
    });

    public Task<IReadOnlyList<ConsentChange>> ReadConsentsAsync(string source, string? conversation, CancellationToken cancellationToken) => Run<IReadOnlyList<ConsentChange>>(database =>
    {
        var changes = new List<ConsentChange>();
        if (archive.Names.FindSource(database, source) is { } id)
        {
            var list = conversation is null
                ? database.Prepare("consent_of_source").Bind(1, id) : database.Prepare("consent_of_conversation").Bind(1, id).Bind(2, conversation);
            while (list.Step())
            {
                changes.Add(new ConsentChange(list.Text(0), list.Text(1), (ConsentStanding)list.Int32(3), Timestamps.FromMicroseconds(list.Int64(2))));
            }
        }

        return changes;
    });

    public PreparedPage SealAhead(PreparedPage page) => archive.Writer?.Sealing.Seal(page) ?? page;

    public Task<AppendResult> AppendAsync(PreparedPage page, CancellationToken cancellationToken) =>
        _append is null
            ? throw new InvalidOperationException("The archive was opened for reading.")
            : archive.RequireWriter().WriteAsync(() => _append.Append(page), cancellationToken);

    public Task<IReadOnlyList<StoredRecord>> ReadAsync(IReadOnlyList<long> sequences, CancellationToken cancellationToken) =>
        Run<IReadOnlyList<StoredRecord>>(database =>
        {
            var records = new List<StoredRecord>(sequences.Count);
            var writer = new ByteWriter();
            foreach (var row in RecordRow.FindAll(database, archive.Names, sequences))
            {
                Add(records, row, database, writer);
            }

            return records;
        });

    public Task<IReadOnlyList<StoredRecord>> ReadAfterAsync(long sequence, int take, CancellationToken cancellationToken) =>
        Run<IReadOnlyList<StoredRecord>>(database =>
        {
            var records = new List<StoredRecord>();
            var writer = new ByteWriter();
            var read = database.Prepare("record_read_after").Bind(1, sequence).Bind(2, take);
            while (read.Step())
            {
                Add(records, RecordRow.Read(read, database, archive.Names), database, writer);
            }

            return records;
        });

    public Task<byte[]?> ReadAttachmentAsync(long sequence, string attachmentId, CancellationToken cancellationToken) => Run(database =>
    {
        if (RecordRow.Find(database, archive.Names, sequence) is not { } row)
        {
            return null;
        }

        var body = Open(row, database, new ByteWriter());
        var ordinal = body?.Attachments.ToList().FindIndex(a => a.Id == attachmentId) ?? -1;
        return ordinal < 0 ? null : ReadContent(database, sequence, ordinal, body!.Attachments[ordinal]);
    });

    public Task<long> ReadLastSequenceAsync(CancellationToken cancellationToken) =>
        Run(database => LogState.Read(database, archive.NewMac()).LastSequence);

    public Task<RecordStatistics> ReadStatisticsAsync(CancellationToken cancellationToken) => Run(database =>
    {
        var state = LogState.Read(database, archive.NewMac());
        long Sum(IntakeOutcome outcome) => state["sum." + outcome];
        return new RecordStatistics(
            state["records"],
            state.Frontier.Count,
            Convert.ToHexStringLower(state.Frontier.Root),
            state["received"],
            Sum(IntakeOutcome.Admitted),
            Sum(IntakeOutcome.Refused),
            Sum(IntakeOutcome.Withheld),
            Sum(IntakeOutcome.Duplicate),
            Sum(IntakeOutcome.Quarantined),
            state.LastSequence)
        {
            Discarded = Sum(IntakeOutcome.Discarded),
            Redacted = state["redacted"],
        };
    });

    public Task<IReadOnlyList<IntakeCount>> ReadIntakeAsync(string? source, CancellationToken cancellationToken) =>
        Run<IReadOnlyList<IntakeCount>>(database =>
        {
            var counts = new List<IntakeCount>();
            var list = database.Prepare("intake_list");
            while (list.Step())
            {
                var name = archive.Names.Source(database, list.Int32(0));
                if ((source is null || source == name) && list.Int64(4) != 0)
                {
                    counts.Add(new IntakeCount(
                        name, Timestamps.FromDay(list.Int32(1)), (IntakeOutcome)list.Int32(2), list.Text(3), list.Int64(4)));
                }
            }

            return counts;
        });

    private Task<T> Run<T>(Func<IStoreDatabase, T> work) => Task.FromResult(archive.Readers.Read(work));

    private void Add(List<StoredRecord> records, RecordRow row, IStoreDatabase database, ByteWriter writer)
    {
        if (Open(row, database, writer) is { } body)
        {
            records.Add(row.ToStored(body, database, archive.Names));
        }
    }

    private RecordBody? Open(RecordRow row, IStoreDatabase database, ByteWriter writer)
    {
        if (row.TryOpen(archive.Vault, writer, checkMac: false) is { } body)
        {
            return body;
        }

        // A disposition in another process may have erased the key between our snapshot and now; anything else is damage.
        archive.Vault.Forget();
        return row.TryOpen(archive.Vault, writer, checkMac: false) ?? (archive.WasErased(row.Envelope.Sequence)
            ? null
            : throw new StorageException(
                StorageFailure.Corrupt, $"{database.Name}: record {row.Envelope.Sequence} was changed. Run 'archive verify' and restore a backup."));
    }

    private byte[]? ReadContent(IStoreDatabase database, long sequence, int ordinal, Attachment attachment)
    {
        var read = database.Prepare("attachment_read").Bind(1, sequence).Bind(2, ordinal);
        if (!read.Step())
        {
            return null;
        }

        Span<byte> key = stackalloc byte[Sealer.KeySize];
        var known = archive.Vault.TryRead(sequence, key);
        var opened = Sealer.TryOpen(KeyVault.AttachmentKey(key, ordinal), read.Blob(0), read.Blob(1), [], checkMac: false, out var content);
        read.Reset();
        return known && opened && Convert.ToHexStringLower(SHA256.HashData(content)) == attachment.Sha256
            ? content
            : throw new StorageException(
                StorageFailure.Corrupt, $"{database.Name}: an attachment of record {sequence} was changed. Run 'archive verify' and restore a backup.");
    }
}
