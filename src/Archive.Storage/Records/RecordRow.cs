using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Core.Sealing;
using Archive.Storage.Keys;
using Archive.Storage.Sql;

namespace Archive.Storage.Records;

/// <summary>One row of the record table as the record_read statements give it.</summary>
internal sealed record RecordRow(
    RecordEnvelope Envelope, long LeafIndex, int SourceId, int ConversationId, int ParticipantId, int PolicyId, byte[] Mac, byte[] Body)
{
    public static RecordRow Read(IStoreStatement row, IStoreDatabase database, NameReader names)
    {
        var source = row.Int32(2);
        var conversation = row.Int32(7);
        var participant = row.Int32(8);
        var policy = row.Int32(9);
        var envelope = new RecordEnvelope(
            row.Int64(0),
            row.Int64(5),
            row.Int32(10),
            (byte)row.Int32(6),
            names.Source(database, source),
            row.Text(3),
            row.Text(4),
            names.Conversation(database, conversation).Id,
            names.Participant(database, participant).Id,
            names.Policy(database, policy).Name);
        return new RecordRow(envelope, row.Int64(1), source, conversation, participant, policy, row.Blob(11).ToArray(), row.Blob(12).ToArray());
    }

    /// <returns>Null for a record that is not there.</returns>
    public static RecordRow? Find(IStoreDatabase database, NameReader names, long sequence) => FindAll(database, names, [sequence]).FirstOrDefault();

    /// <returns>Those that are there, in the order of the numbers.</returns>
    public static IEnumerable<RecordRow> FindAll(IStoreDatabase database, NameReader names, IReadOnlyList<long> sequences)
    {
        var found = new Dictionary<long, RecordRow>(sequences.Count);
        var rows = database.Prepare("record_read", sequences);
        while (rows.Step())
        {
            var row = Read(rows, database, names);
            found[row.Envelope.Sequence] = row;
        }

        return sequences.Where(found.ContainsKey).Select(s => found[s]);
    }

    public byte[] Leaf(ByteWriter writer)
    {
        Envelope.Encode(writer);
        return LeafEncoding.HashRecord(Mac, writer.Written, Body);
    }

    /// <returns>Null when the key is gone or anything of the row was changed.</returns>
    public RecordBody? TryOpen(KeyVault vault, ByteWriter writer, bool checkMac)
    {
        Span<byte> key = stackalloc byte[Sealer.KeySize];
        if (!vault.TryRead(Envelope.Sequence, key))
        {
            return null;
        }

        Envelope.Encode(writer);
        return Sealer.TryOpen(key, Mac, Body, writer.Written, checkMac, out var text) ? RecordEncoding.Decode(text) : null;
    }

    public StoredRecord ToStored(RecordBody body, IStoreDatabase database, NameReader names) => new(
        Envelope.Sequence,
        LeafIndex,
        Envelope.Source,
        new ChatMessage
        {
            NativeId = Envelope.NativeId,
            Revision = Envelope.Revision,
            Kind = (MessageKind)Envelope.Kind,
            Conversation = WithMembers(names.Conversation(database, ConversationId), body.Recipients),
            Sender = names.Participant(database, ParticipantId),
            SentAt = Timestamps.FromMicroseconds(Envelope.Time),
            Text = body.Text,
            ThreadId = body.ThreadId,
            Concerns = body.Concerns,
            NativeType = body.NativeType,
            Attachments = body.Attachments,
        },
        body.Marks,
        body.RedactionPolicy,
        body.Provenance,
        body.CapturedAt,
        new RetentionPin(names.Policy(database, PolicyId), Timestamps.FromDay(Envelope.KeepUntilDay)));

    private static Conversation WithMembers(Conversation conversation, IReadOnlyList<Participant> members) =>
        members.Count == 0 ? conversation : conversation with { Members = members };
}
