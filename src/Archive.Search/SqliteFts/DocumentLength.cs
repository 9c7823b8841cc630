namespace Archive.Search.SqliteFts;

/// <summary>Token counts in one byte, exact up to 15 and within 5 % above: enough to weigh a long message against a short one.</summary>
internal static class DocumentLength
{
    private static readonly int[] Decoded = [.. Enumerable.Range(0, 256).Select(DecodeByte)];

    public static byte Encode(int tokens)
    {
        var index = Array.BinarySearch(Decoded, tokens);
        return (byte)Math.Min(255, index >= 0 ? index : ~index);
    }

    public static int Decode(byte value) => Decoded[value];

    private static int DecodeByte(int value) => value < 16 ? value : (int)Math.Ceiling(16 * Math.Pow(1.05, value - 16)) + (value - 16);
}
