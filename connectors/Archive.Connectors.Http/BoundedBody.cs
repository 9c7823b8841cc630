using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

internal static class BoundedBody
{
    private const int BufferSize = 16 * 1024;

    /// <exception cref="AnswerTooLargeException">The body, announced or real, is larger than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="BrokenAnswerException">The connection ended before the announced length.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await CopyAsync(
            content,
            maxBytes,
            bytes =>
            {
                body.Write(bytes.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        return body.ToArray();
    }

    /// <summary>The same for a file, which may be larger than what memory should hold.</summary>
    /// <exception cref="AnswerTooLargeException">The file, announced or real, is larger than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="BrokenAnswerException">The connection ended before the announced length.</exception>
    /// <exception cref="ConnectorException">Permanent: it cannot be kept for now.</exception>
    public static async Task<FileBytes> ReadFileAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        using var spool = new FileSpool(maxBytes);
        await CopyAsync(content, maxBytes, bytes => spool.WriteAsync(bytes, cancellationToken), cancellationToken);
        return spool.Complete();
    }

    private static async Task CopyAsync(HttpContent content, int maxBytes, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength;
        if (announced > maxBytes)
        {
            throw new AnswerTooLargeException(maxBytes);
        }

        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[BufferSize];
            long length = 0;
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length > maxBytes)
                {
                    throw new AnswerTooLargeException(maxBytes);
                }

                await take(buffer.AsMemory(0, read));
            }

            if (announced is { } expected && expected != length)
            {
                throw new BrokenAnswerException($"The answer ended after {length} of {expected} bytes.");
            }
        }
        catch (IOException e)
        {
            throw new BrokenAnswerException("The connection ended in the middle of an answer.", e);
        }
    }
}
