using System.Security.Cryptography;
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

/// <summary>Leaf of the evidence log: SHA-256(0x00 || 0x01 || kind || mac || SHA-256(envelope || sealed bytes)). The mac commits to the text
/// under a salt that is destroyed with the record; the hash of envelope and ciphertext lets anybody check what is stored without any key.</summary>
public static class LeafEncoding
{
    private const byte Version = 1;
    private const byte RecordKind = 1;

    public static byte[] HashRecord(ReadOnlySpan<byte> mac, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> sealedBytes) =>
        Hash(RecordKind, mac, envelope, sealedBytes);

    public static byte[] HashEntry(EvidenceKind kind, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> sealedBytes) =>
        Hash((byte)kind, mac, envelope, sealedBytes);

    private static byte[] Hash(byte kind, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> sealedBytes)
    {
        Span<byte> entry = stackalloc byte[2 + 32 + 32];
        entry[0] = Version;
        entry[1] = kind;
        mac.CopyTo(entry[2..]);
        var size = envelope.Length + sealedBytes.Length;
        var stored = size <= 2048 ? stackalloc byte[size] : new byte[size];
        envelope.CopyTo(stored);
        sealedBytes.CopyTo(stored[envelope.Length..]);
        SHA256.HashData(stored, entry[34..]);
        return MerkleTree.HashLeaf(entry);
    }
}
