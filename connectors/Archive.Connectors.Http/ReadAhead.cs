using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Archive.Connectors.Http;

public static class ReadAhead
{
    /// <summary>Fetches up to <paramref name="pages"/> elements ahead of the consumer, in order. A failure comes after the elements before it.
    /// Stopping the enumeration stops the fetching before it returns.</summary>
    public static async IAsyncEnumerable<T> WithReadAhead<T>(
        this IAsyncEnumerable<T> source, int pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(pages) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producer = Task.Run(() => ProduceAsync(source, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var element in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return element;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await producer;
        }
    }

    private static async Task ProduceAsync<T>(IAsyncEnumerable<T> source, ChannelWriter<T> writer, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await foreach (var element in source.WithCancellation(cancellationToken))
            {
                await writer.WriteAsync(element, cancellationToken);
            }
        }
#pragma warning disable CA1031 // Handed to the consumer through the channel, whatever it is.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }

        writer.Complete(failure);
    }
}
