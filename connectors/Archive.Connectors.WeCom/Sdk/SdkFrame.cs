using System.Buffers.Binary;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>A message between the archive and the child process: <c>u32 length, u32 CRC-32, body</c>, little-endian. The check tells what the library writes
/// where it should not from an answer.</summary>
internal static class SdkFrame
{
    /// <summary>Bytes of a body at most.</summary>
    public const int MaxBody = 64 * 1024 * 1024;

    private const int Head = 8;

    public static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var frame = new byte[Head + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Crc32.Of(body.Span));
        body.CopyTo(frame.AsMemory(Head));
        await stream.WriteAsync(frame, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <returns>The body; null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">It is no frame. Nothing that follows can be trusted.</exception>
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[Head];
        var read = await stream.ReadAtLeastAsync(head, Head, throwOnEndOfStream: false, cancellationToken);
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
        if (await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken) < body.Length)
        {
            throw new InvalidDataException("The stream ended within a frame.");
        }

        return Crc32.Of(body) == BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4))
            ? body : throw new InvalidDataException("A frame does not match its check.");
    }
}
