using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Sealing;
using Archive.Storage.Keys;

namespace Archive.Storage.Evidence;

/// <summary>Sealed form of an entry of the evidence log. The envelope (leaf index, kind, time) is in the clear and bound; actor and facts are sealed,
/// since a query can hold a name or a number.</summary>
internal static class EntrySeal
{
    public static (byte[] Mac, byte[] Body, byte[] Leaf) Seal(KeyVault vault, ByteWriter writer, EvidenceEntry entry, long leafIndex)
    {
        var text = Encode(writer, entry);
        EncodeEnvelope(writer, leafIndex, entry.Kind, Timestamps.ToMicroseconds(entry.Time));
        var mac = new byte[Sealer.MacSize];
        var body = new byte[text.Length + Sealer.TagSize];
        Sealer.Seal(vault.EntryKey(leafIndex), text, writer.Written, mac, body);
        return (mac, body, LeafEncoding.HashEntry(entry.Kind, mac, writer.Written, body));
    }

    /// <returns>Null when the row was changed.</returns>
    public static EvidenceEntry? TryOpen(
        KeyVault vault, ByteWriter writer, long leafIndex, EvidenceKind kind, long time, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> body)
    {
        EncodeEnvelope(writer, leafIndex, kind, time);
        if (!Sealer.TryOpen(vault.EntryKey(leafIndex), mac, body, writer.Written, checkMac: true, out var text))
        {
            return null;
        }

        var reader = new ByteReader(text);
        return new EvidenceEntry(kind, Timestamps.FromMicroseconds(time), reader.ReadText(), reader.ReadText(), leafIndex);
    }

    public static byte[] Leaf(ByteWriter writer, long leafIndex, EvidenceKind kind, long time, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> body)
    {
        EncodeEnvelope(writer, leafIndex, kind, time);
        return LeafEncoding.HashEntry(kind, mac, writer.Written, body);
    }

    private static byte[] Encode(ByteWriter writer, EvidenceEntry entry)
    {
        writer.Clear();
        writer.WriteText(entry.Actor);
        writer.WriteText(entry.Body);
        return writer.Written.ToArray();
    }

    private static void EncodeEnvelope(ByteWriter writer, long leafIndex, EvidenceKind kind, long time)
    {
        writer.Clear();
        writer.WriteInt64(leafIndex);
        writer.WriteByte((byte)kind);
        writer.WriteInt64(time);
    }
}
