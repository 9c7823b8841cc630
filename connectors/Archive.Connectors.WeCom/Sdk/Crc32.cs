namespace Archive.Connectors.WeCom.Sdk;

/// <summary>CRC-32 of IEEE 802.3, as zip and PNG use it: reflected, polynomial 0x04C11DB7.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Enumerable.Range(0, 8).Aggregate(
        (uint)i, (value, _) => (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc = (crc >> 8) ^ Table[(byte)(crc ^ b)];
        }

        return ~crc;
    }
}
