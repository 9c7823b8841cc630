using System.Buffers.Binary;
using Archive.Core.Evidence;

namespace Archive.Core.Sealing;

/// <summary>What stands beside a sealed record in the clear, and how it is bound: it is associated data of the encryption and part of the leaf.
/// Encoding 1: sequence, time in microseconds, keep-until day (64 bit big-endian each), kind, then source, native id, revision, conversation id,
/// sender id and retention policy as length-prefixed UTF-8.</summary>
public readonly record struct RecordEnvelope(
    long Sequence,
    long Time,
    int KeepUntilDay,
    byte Kind,
    string Source,
    string NativeId,
    string Revision,
    string ConversationId,
    string SenderId,
    string RetentionPolicy)
{
    public void Encode(ByteWriter writer)
    {
        writer.Clear();
        writer.WriteInt64(Sequence);
        writer.WriteInt64(Time);
        writer.WriteInt64(KeepUntilDay);
        writer.WriteByte(Kind);
        writer.WriteText(Source);
        writer.WriteText(NativeId);
        writer.WriteText(Revision);
        writer.WriteText(ConversationId);
        writer.WriteText(SenderId);
        writer.WriteText(RetentionPolicy);
    }
}

/// <summary>Leaf of the evidence log: the RFC 6962 leaf hash, SHA-256(0x00 || entry), of the entry 0x01 || kind || mac || length of the envelope in
/// 32 bits || envelope || sealed bytes. The mac commits to the text under a salt that is destroyed with the record; envelope and ciphertext let
/// anybody check what is stored without any key.</summary>
public static class LeafEncoding
{
    private const byte Version = 1;
    private const byte RecordKind = 1;
    private const int HeadSize = 2 + Sealer.MacSize + sizeof(int);
    private const int ShortEntry = 2048;

    /// <exception cref="InvalidDataException">The mac is not one.</exception>
    public static byte[] HashRecord(ReadOnlySpan<byte> mac, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> sealedBytes) =>
        Hash(RecordKind, mac, envelope, sealedBytes);

    /// <exception cref="InvalidDataException">The mac is not one.</exception>
    public static byte[] HashEntry(EvidenceKind kind, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> sealedBytes) =>
        Hash((byte)kind, mac, envelope, sealedBytes);

    private static byte[] Hash(byte kind, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> sealedBytes)
    {
        if (mac.Length != Sealer.MacSize)
        {
            throw new InvalidDataException($"The keyed hash of a leaf has {mac.Length} bytes instead of {Sealer.MacSize}.");
        }

        var size = HeadSize + envelope.Length + sealedBytes.Length;
        var entry = size <= ShortEntry ? stackalloc byte[size] : new byte[size];
        entry[0] = Version;
        entry[1] = kind;
        mac.CopyTo(entry[2..]);
        BinaryPrimitives.WriteInt32BigEndian(entry[(2 + Sealer.MacSize)..], envelope.Length);
        envelope.CopyTo(entry[HeadSize..]);
        sealedBytes.CopyTo(entry[(HeadSize + envelope.Length)..]);
        return MerkleTree.HashLeaf(entry);
    }
}
