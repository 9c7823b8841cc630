using Archive.Core.Connectors;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Redaction;

namespace Archive.Core.Sealing;

/// <summary>The sealed part of a record. Encoding 1, in order: version, provenance, capture time, redaction policy, native type, thread, concerned
/// message, text, first 16 bytes of SHA-256 over the raw bytes, attachments, marks. Encoding 2 adds the recipients. Fields are only ever added at the
/// end, under a new version.</summary>
public static class RecordEncoding
{
    private const byte Version = 2;
    private const int RawHashSize = 16;

    public static void Encode(ByteWriter writer, PreparedItem item, Provenance provenance, DateTimeOffset capturedAt, string redactionPolicy)
    {
        var message = item.Message;
        writer.Clear();
        writer.WriteByte(Version);
        writer.WriteByte((byte)provenance);
        writer.WriteNumber((ulong)Timestamps.ToMicroseconds(capturedAt));
        writer.WriteText(redactionPolicy);
        writer.WriteOptionalText(message.NativeType);
        writer.WriteOptionalText(message.ThreadId);
        writer.WriteOptionalText(message.Concerns);
        writer.WriteText(message.Text);
        writer.WriteRaw(item.RawSha256.AsSpan(0, RawHashSize));
        writer.WriteNumber((ulong)message.Attachments.Count);
        foreach (var attachment in message.Attachments)
        {
            writer.WriteText(attachment.Id);
            writer.WriteText(attachment.Name);
            writer.WriteText(attachment.MediaType);
            writer.WriteNumber((ulong)Math.Max(0, attachment.Size));
            writer.WriteByte((byte)attachment.State);
            writer.WriteOptionalText(attachment.Sha256);
            writer.WriteOptionalText(attachment.Reason);
        }

        writer.WriteNumber((ulong)item.Marks.Count);
        foreach (var mark in item.Marks)
        {
            writer.WriteText(mark.Entity);
            writer.WriteNumber((ulong)mark.Start);
            writer.WriteNumber((ulong)mark.Length);
            writer.WriteText(mark.Operator);
            writer.WriteText(mark.Reason);
        }

        var recipients = Recipients.Of(message);
        writer.WriteNumber((ulong)recipients.Count);
        foreach (var recipient in recipients)
        {
            writer.WriteText(recipient.Id);
            writer.WriteText(recipient.Name);
            writer.WriteByte((byte)recipient.Kind);
        }
    }

    /// <exception cref="InvalidDataException">The bytes are not a record of a version this program knows.</exception>
    public static RecordBody Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var version = reader.ReadByte();
        if (version is not (1 or Version))
        {
            throw new InvalidDataException($"Record encoding {version} is newer than this program.");
        }

        var provenance = (Provenance)reader.ReadByte();
        var capturedAt = Timestamps.FromMicroseconds((long)reader.ReadNumber());
        var policy = reader.ReadText();
        var nativeType = reader.ReadOptionalText();
        var thread = reader.ReadOptionalText();
        var concerns = reader.ReadOptionalText();
        var text = reader.ReadText();
        var rawHash = reader.Take(RawHashSize).ToArray();
        return new RecordBody(
            provenance, capturedAt, policy, nativeType, thread, concerns, text, rawHash, ReadAttachments(ref reader), ReadMarks(ref reader), version == 1 ? [] : ReadRecipients(ref reader));
    }

    private static Attachment[] ReadAttachments(ref ByteReader reader)
    {
        var count = reader.ReadCount();
        var attachments = count == 0 ? [] : new Attachment[count];
        for (var i = 0; i < count; i++)
        {
            attachments[i] = new Attachment(
                reader.ReadText(),
                reader.ReadText(),
                reader.ReadText(),
                (long)reader.ReadNumber(),
                (AttachmentState)reader.ReadByte(),
                reader.ReadOptionalText(),
                reader.ReadOptionalText());
        }

        return attachments;
    }

    private static RedactionMark[] ReadMarks(ref ByteReader reader)
    {
        var count = reader.ReadCount();
        var marks = count == 0 ? [] : new RedactionMark[count];
        for (var i = 0; i < count; i++)
        {
            marks[i] = new RedactionMark(
                reader.ReadText(), (int)reader.ReadNumber(), (int)reader.ReadNumber(), reader.ReadText(), reader.ReadText());
        }

        return marks;
    }

    private static Participant[] ReadRecipients(ref ByteReader reader)
    {
        var count = reader.ReadCount();
        var recipients = count == 0 ? [] : new Participant[count];
        for (var i = 0; i < count; i++)
        {
            recipients[i] = new Participant(reader.ReadText(), reader.ReadText(), (ParticipantKind)reader.ReadByte());
        }

        return recipients;
    }
}

/// <param name="RawHash">First 16 bytes of SHA-256 over the item as it was received.</param>
public sealed record RecordBody(
    Provenance Provenance,
    DateTimeOffset CapturedAt,
    string RedactionPolicy,
    string? NativeType,
    string? ThreadId,
    string? Concerns,
    string Text,
    byte[] RawHash,
    IReadOnlyList<Attachment> Attachments,
    IReadOnlyList<RedactionMark> Marks,
    IReadOnlyList<Participant> Recipients);
