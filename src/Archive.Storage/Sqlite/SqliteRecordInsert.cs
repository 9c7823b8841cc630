using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Storage.Evidence;
using Archive.Storage.Records;
using Archive.Storage.Sealing;
using Archive.Storage.Sql;

namespace Archive.Storage.Sqlite;

/// <summary>Row by row: within the process a statement costs next to nothing.</summary>
internal sealed class SqliteRecordInsert(LogWriter writer) : IRecordInsert
{
    // Looked up once: these two run for every message.
    private readonly IStoreStatement _exists = writer.Database.Prepare("record_exists");
    private readonly IStoreStatement _insert = writer.Database.Prepare("record_insert");
    private readonly RecordSealer _sealer = new(writer.Vault);
    private readonly SealedBytes _sealed = new();

    public bool[] Insert(PreparedPage page, SealedPage? ahead, int source, int policy)
    {
        var hasDisposed = writer.State["disposed"] != 0 || writer.State["sum." + IntakeOutcome.Discarded] != 0;
        var isNew = new bool[page.Admitted.Count];
        for (var i = 0; i < isNew.Length; i++)
        {
            isNew[i] = TryAppend(page, i, ahead, source, policy, hasDisposed);
        }

        return isNew;
    }

    /// <returns>False for a message that is known already.</returns>
    private bool TryAppend(PreparedPage page, int position, SealedPage? ahead, int source, int policy, bool hasDisposed)
    {
        var item = page.Admitted[position];
        var sequence = writer.State.LastSequence + 1;
        if (hasDisposed && WasDisposed(source, item.Message))
        {
            return false;
        }

        if (ahead is not null && ahead.Records[position].Sequence == sequence)
        {
            // The unique key of the table finds duplicates; asking before would look it up twice.
            return TryInsert(page, item, ahead.Records[position], ahead.Bytes, source, policy);
        }

        if (IsStored(source, item.Message))
        {
            return false;
        }

        _sealed.Clear();
        return TryInsert(page, item, _sealer.Seal(page, item, sequence, _sealed), _sealed, source, policy);
    }

    private bool TryInsert(PreparedPage page, PreparedItem item, SealedRecord record, SealedBytes bytes, int source, int policy)
    {
        var message = item.Message;
        var inserted = _insert
            .Bind(1, record.Sequence)
            .Bind(2, writer.State.Frontier.Count)
            .Bind(3, source)
            .Bind(4, message.NativeId)
            .Bind(5, message.Revision)
            .Bind(6, Timestamps.ToMicroseconds(message.SentAt))
            .Bind(7, (long)message.Kind)
            .Bind(8, writer.Names.Conversation(source, message.Conversation))
            .Bind(9, writer.Names.Participant(source, message.Sender))
            .Bind(10, policy)
            .Bind(11, RecordSealer.KeepUntil(page, message))
            .Bind(12, bytes.Mac(record))
            .Bind(13, bytes.Body(record))
            .Run();
        if (inserted == 0)
        {
            return false;
        }

        AttachmentRows.Write(writer, item, record.Sequence);
        writer.State.LastSequence = record.Sequence;
        writer.AppendLeaf(record.Leaf);
        return true;
    }

    private bool IsStored(int source, ChatMessage message) =>
        _exists.Bind(1, message.NativeId).Bind(2, message.Revision).Bind(3, source).Find() is not null;

    private bool WasDisposed(int source, ChatMessage message) =>
        writer.Database.Prepare("disposed_exists").Bind(1, writer.Mac.Identity(source, message.NativeId, message.Revision)).Find() is not null;
}
