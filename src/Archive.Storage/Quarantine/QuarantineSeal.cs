using Archive.Core.Sealing;

namespace Archive.Storage.Quarantine;

/// <summary>Sealed form of an item. Its identity, time and first reason stand in the clear beside it and are bound.</summary>
internal static class QuarantineSeal
{
    public static (byte[] Mac, byte[] Body) Seal(byte[] key, byte[] identity, long time, string reason, ReadOnlySpan<byte> raw)
    {
        var mac = new byte[Sealer.MacSize];
        var body = new byte[raw.Length + Sealer.TagSize];
        Sealer.Seal(key, raw, Envelope(identity, time, reason).Written, mac, body);
        return (mac, body);
    }

    /// <returns>Null when anything was changed, or the key was erased.</returns>
    public static byte[]? TryOpen(byte[]? key, byte[] identity, long time, string reason, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> body) =>
        key is not null && Sealer.TryOpen(key, mac, body, Envelope(identity, time, reason).Written, checkMac: true, out var raw) ? raw : null;

    private static ByteWriter Envelope(byte[] identity, long time, string reason)
    {
        var envelope = new ByteWriter();
        envelope.WriteRaw(identity);
        envelope.WriteInt64(time);
        envelope.WriteText(reason);
        return envelope;
    }
}
