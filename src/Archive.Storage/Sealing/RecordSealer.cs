using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Sealing;
using Archive.Storage.Keys;

namespace Archive.Storage.Sealing;

/// <summary>Encrypts a record under the key of its sequence number and hashes its leaf. Not thread-safe.</summary>
internal sealed class RecordSealer(KeyVault vault)
{
    private readonly ByteWriter _envelope = new();
    private readonly ByteWriter _text = new();

    /// <param name="output">Gets the sealed record at its end; grows when it is too small.</param>
    /// <exception cref="StorageException">The key of the sequence number is not there.</exception>
    public SealedRecord Seal(PreparedPage page, PreparedItem item, long sequence, SealedBytes output) => TrySeal(page, item, sequence, output)
        ?? throw new StorageException(StorageFailure.Corrupt, $"The key slot of record {sequence} is not usable. Run 'archive verify'.");

    /// <returns>Null when the key of the sequence number is not there.</returns>
    public SealedRecord? TrySeal(PreparedPage page, PreparedItem item, long sequence, SealedBytes output)
    {
        var message = item.Message;
        new RecordEnvelope(
            sequence,
            Timestamps.ToMicroseconds(message.SentAt),
            KeepUntil(page, message),
            (byte)message.Kind,
            page.Source,
            message.NativeId,
            message.Revision,
            message.Conversation.Id,
            message.Sender.Id,
            page.Retention.Name).Encode(_envelope);
        RecordEncoding.Encode(_text, item, page.Provenance, page.CapturedAt, page.RedactionPolicy);

        Span<byte> key = stackalloc byte[Sealer.KeySize];
        if (!vault.TryRead(sequence, key))
        {
            return null;
        }

        var record = output.Take(_text.Written.Length + Sealer.TagSize);
        Sealer.Seal(key, _text.Written, _envelope.Written, output.Mac(record), output.Body(record));
        return record with { Sequence = sequence, Leaf = LeafEncoding.HashRecord(output.Mac(record), _envelope.Written, output.Body(record)) };
    }

    /// <summary>Day until which the record must be kept.</summary>
    public static int KeepUntil(PreparedPage page, ChatMessage message) => Timestamps.ToDay(message.SentAt) + page.Retention.MinimumDays;
}

/// <param name="Offset">Where its mac begins in <see cref="SealedBytes"/>; the body follows.</param>
/// <param name="Length">Of the body: ciphertext and tag.</param>
internal readonly record struct SealedRecord(long Sequence, int Offset, int Length, byte[] Leaf);

/// <summary>Macs and bodies one behind the other in a buffer that is used again.</summary>
internal sealed class SealedBytes
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    public void Clear() => _length = 0;

    public SealedRecord Take(int bodyLength)
    {
        var record = new SealedRecord(0, _length, bodyLength, []);
        _length += Sealer.MacSize + bodyLength;
        if (_bytes.Length < _length)
        {
            Array.Resize(ref _bytes, Math.Max(_length, _bytes.Length * 2));
        }

        return record;
    }

    /// <summary>Mac and body to hand on; valid until the buffer is used again.</summary>
    public (ReadOnlyMemory<byte> Mac, ReadOnlyMemory<byte> Body) Parts(SealedRecord record) =>
        (_bytes.AsMemory(record.Offset, Sealer.MacSize), _bytes.AsMemory(record.Offset + Sealer.MacSize, record.Length));

    public Span<byte> Mac(SealedRecord record) => _bytes.AsSpan(record.Offset, Sealer.MacSize);

    public Span<byte> Body(SealedRecord record) => _bytes.AsSpan(record.Offset + Sealer.MacSize, record.Length);
}
