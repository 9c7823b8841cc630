using Archive.Connectors.Http.Callbacks;

namespace Archive.Web.Hooks;

/// <summary>The bytes of a request, as many as an event may have.</summary>
internal static class HookBody
{
    private const int FirstBuffer = 8 * 1024;

    /// <returns>Null when there are more; the rest is not read.</returns>
    /// <exception cref="IOException">The body broke off, is badly framed or comes too slowly.</exception>
    public static async Task<ReadOnlyMemory<byte>?> TryReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > CallbackRequest.MostBytes)
        {
            return null;
        }

        // Not as many as were announced: announcing costs a stranger nothing.
        var buffer = new byte[FirstBuffer];
        var length = 0;
        while (await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > CallbackRequest.MostBytes)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, CallbackRequest.MostBytes + 1));
            }
        }

        return buffer.AsMemory(0, length);
    }
}
