namespace Archive.Connectors.Http;

internal static class BoundedBody
{
    private const int FirstBuffer = 16 * 1024;

    /// <exception cref="AnswerTooLargeException">The body, announced or real, is larger than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="BrokenAnswerException">The connection ended before the announced length.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength;
        if (announced > maxBytes)
        {
            throw new AnswerTooLargeException(maxBytes);
        }

        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[(int)Math.Min(maxBytes + 1L, announced + 1L ?? FirstBuffer)];
            var length = 0;
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                length += read;
                if (length > maxBytes)
                {
                    throw new AnswerTooLargeException(maxBytes);
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, (int)Math.Min(maxBytes + 1L, buffer.Length * 2L));
                }
            }

            if (announced is { } expected && expected != length)
            {
                throw new BrokenAnswerException($"The answer ended after {length} of {expected} bytes.");
            }

            return buffer[..length];
        }
        catch (IOException e)
        {
            throw new BrokenAnswerException("The connection ended in the middle of an answer.", e);
        }
    }
}
