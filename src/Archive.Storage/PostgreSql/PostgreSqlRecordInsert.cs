using System.Text;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Storage.Evidence;
using Archive.Storage.Records;
using Archive.Storage.Sealing;
using Npgsql;
using NpgsqlTypes;

namespace Archive.Storage.PostgreSql;

/// <summary>A page at once: one question for what is known already, and the rest in two copies. The transaction holds the row of the log's state, so
/// that nobody else adds an identity between question and copy.</summary>
internal sealed class PostgreSqlRecordInsert(LogWriter writer, PostgreSqlDatabase database) : IRecordInsert
{
    /// <summary>Of the first migration.</summary>
    public const long PartitionSize = 1_000_000;

    private readonly PostgreSqlNames _names = new(writer, database);
    private readonly RecordSealer _sealer = new(writer.Vault);
    private readonly SealedBytes _sealedNow = new();
    private long _partition = -1;

    public bool[] Insert(PreparedPage page, SealedPage? ahead, int source, int policy)
    {
        var identities = page.Admitted.Select(i => writer.Mac.Identity(source, i.Message.NativeId, i.Message.Revision)).ToArray();
        var isNew = FindNew(identities);
        var rows = Place(page, ahead, isNew);
        if (rows.Count == 0)
        {
            return isNew;
        }

        MakePartitions(rows[^1].Record.Sequence);
        _names.Learn(source, [.. rows.Select(r => page.Admitted[r.Position].Message)]);
        database.Copy("identity_copy", copy => rows.ForEach(row => Write(copy, row, identities[row.Position])));
        database.Copy("record_copy", copy => rows.ForEach(row => Write(copy, row, page, source, policy)));
        rows.ForEach(row => AttachmentRows.Write(writer, page.Admitted[row.Position], row.Record.Sequence));
        return isNew;
    }

    /// <summary>Neither stored, nor disposed of, nor earlier in the page.</summary>
    private bool[] FindNew(byte[][] identities)
    {
        if (identities.Length == 0)
        {
            return [];
        }

        var known = database.Query(PostgreSqlDatabase.Files.Read("identity_known"), [identities]).Rows
            .Select(row => Convert.ToHexString((byte[])row[0]))
            .ToHashSet(StringComparer.Ordinal);
        return [.. identities.Select(identity => known.Add(Convert.ToHexString(identity)))];
    }

    /// <summary>Gives the new items their numbers and leaves.</summary>
    private List<Row> Place(PreparedPage page, SealedPage? ahead, bool[] isNew)
    {
        var rows = new List<Row>(isNew.Length);
        _sealedNow.Clear();
        for (var i = 0; i < isNew.Length; i++)
        {
            if (!isNew[i])
            {
                continue;
            }

            var sequence = ++writer.State.LastSequence;
            var isAhead = ahead is not null && ahead.Records[i].Sequence == sequence;
            var record = isAhead ? ahead!.Records[i] : _sealer.Seal(page, page.Admitted[i], sequence, _sealedNow);
            rows.Add(new Row(i, record, isAhead ? ahead!.Bytes : _sealedNow, writer.AppendLeaf(record.Leaf)));
        }

        return rows;
    }

    /// <summary>There is always one partition more than is needed, so that the owner may be away.</summary>
    private void MakePartitions(long sequence)
    {
        if (sequence / PartitionSize != _partition)
        {
            database.Post(PostgreSqlDatabase.Files.Read("partitions_make"), [sequence + PartitionSize]);
            _partition = sequence / PartitionSize;
        }
    }

    private static void Write(NpgsqlBinaryImporter copy, Row row, byte[] identity)
    {
        copy.StartRow();
        copy.Write(row.Record.Sequence, NpgsqlDbType.Bigint);
        copy.Write(identity, NpgsqlDbType.Bytea);
    }

    private void Write(NpgsqlBinaryImporter copy, Row row, PreparedPage page, int source, int policy)
    {
        var message = page.Admitted[row.Position].Message;
        var (mac, body) = row.Bytes.Parts(row.Record);
        copy.StartRow();
        copy.Write(row.Record.Sequence, NpgsqlDbType.Bigint);
        copy.Write(row.LeafIndex, NpgsqlDbType.Bigint);
        copy.Write(Timestamps.ToMicroseconds(message.SentAt), NpgsqlDbType.Bigint);
        copy.Write(source, NpgsqlDbType.Integer);
        copy.Write(_names.Conversation(source, message.Conversation), NpgsqlDbType.Integer);
        copy.Write(_names.Participant(source, message.Sender), NpgsqlDbType.Integer);
        copy.Write(policy, NpgsqlDbType.Integer);
        copy.Write(RecordSealer.KeepUntil(page, message), NpgsqlDbType.Integer);
        copy.Write((int)message.Kind, NpgsqlDbType.Integer);
        copy.Write(Encoding.UTF8.GetBytes(message.NativeId), NpgsqlDbType.Bytea);
        copy.Write(Encoding.UTF8.GetBytes(message.Revision), NpgsqlDbType.Bytea);
        copy.Write(mac, NpgsqlDbType.Bytea);
        copy.Write(body, NpgsqlDbType.Bytea);
    }

    private sealed record Row(int Position, SealedRecord Record, SealedBytes Bytes, long LeafIndex);
}
