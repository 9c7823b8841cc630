namespace Archive.Simulators.WeCom.Sdk;

/// <summary>What the child process answers; the body of a frame each.</summary>
internal static class SdkReply
{
    public const byte Unexpected = 1;
    public const byte TooLarge = 2;
    public const byte NotUnderstood = 3;

    public static FieldWriter Heartbeat(ulong workingSet) => new FieldWriter().Byte(0).UInt64(workingSet);

    /// <param name="trouble">Why the library could not be loaded; empty when it was.</param>
    public static FieldWriter Opened(int code, string trouble) => new FieldWriter().Byte(1).Int32(code).Text(trouble);

    public static FieldWriter Chat(int code, ReadOnlySpan<byte> json) => new FieldWriter().Byte(2).Int32(code).Bytes(json);

    public static FieldWriter Decrypted(IReadOnlyList<(int Code, byte[] Json)> items)
    {
        var fields = new FieldWriter().Byte(3).UInt32((uint)items.Count);
        foreach (var (code, json) in items)
        {
            fields.Int32(code).Bytes(json);
        }

        return fields;
    }

    public static FieldWriter Media(int code, string nextIndex, bool isFinished, ReadOnlySpan<byte> data) =>
        new FieldWriter().Byte(4).Int32(code).Text(nextIndex).Byte((byte)(isFinished ? 1 : 0)).Bytes(data);

    /// <param name="what">No content.</param>
    public static FieldWriter Failed(byte reason, string what) => new FieldWriter().Byte(255).Byte(reason).Text(what);
}
