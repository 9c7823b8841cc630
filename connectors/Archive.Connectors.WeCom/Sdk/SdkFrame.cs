using System.Buffers.Binary;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>A message between the archive and the child process: <c>u32 length, u32 CRC-32, body</c>, little-endian. The check tells what the library writes
/// where it should not from an answer. Pipes between processes block, so both ends have threads for them: waiting threads of the pool would delay signs of life.</summary>
internal static class SdkFrame
{
    /// <summary>Bytes of a body at most.</summary>
    public const int MaxBody = 64 * 1024 * 1024;

    private const int Head = 8;

    public static void Write(Stream stream, ReadOnlySpan<byte> body)
    {
        var frame = new byte[Head + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Crc32.Of(body));
        body.CopyTo(frame.AsSpan(Head));
        stream.Write(frame);
        stream.Flush();
    }

    /// <returns>The body; null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">It is no frame. Nothing that follows can be trusted.</exception>
    public static byte[]? Read(Stream stream)
    {
        var head = new byte[Head];
        var read = stream.ReadAtLeast(head, Head, throwOnEndOfStream: false);
        if (read < Head)
        {
            return read == 0 ? null : throw new InvalidDataException("The stream ended within a frame.");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(head);
        if (length is 0 or > MaxBody)
        {
            throw new InvalidDataException("A frame has an impossible length.");
        }

        var body = new byte[length];
        if (stream.ReadAtLeast(body, body.Length, throwOnEndOfStream: false) < body.Length)
        {
            throw new InvalidDataException("The stream ended within a frame.");
        }

        return Crc32.Of(body) == BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4))
            ? body : throw new InvalidDataException("A frame does not match its check.");
    }
}
