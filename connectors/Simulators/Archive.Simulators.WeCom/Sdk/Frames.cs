using System.Buffers.Binary;

namespace Archive.Simulators.WeCom.Sdk;

/// <summary>A frame is the length of its body, the CRC-32 of its body, and the body.</summary>
internal static class Frames
{
    public const int LargestBody = 64 * 1024 * 1024;
    public const int HeaderLength = 8;

    /// <summary>The next body; null at the end of the stream.</summary>
    /// <exception cref="FrameException">The frame is too long, damaged or cut off.</exception>
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        var read = await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (read < HeaderLength || length is 0 or > LargestBody)
        {
            throw new FrameException("A frame has no right length.");
        }

        var body = new byte[length];
        if (await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken) < body.Length)
        {
            throw new FrameException("A frame is cut off.");
        }

        return Crc32.Of(body) == BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)) ? body : throw new FrameException("A frame is damaged.");
    }

    public static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var frame = new byte[HeaderLength + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Crc32.Of(body.Span));
        body.CopyTo(frame.AsMemory(HeaderLength));
        await stream.WriteAsync(frame, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }
}
