using System.Threading.Channels;

namespace Archive.Jobs;

/// <summary>Hints as they come, until <see cref="HintedPulls"/> stores them: thousands of one source become one. Raising waits for nothing. Thread-safe.</summary>
public sealed class PullHintInbox
{
    /// <summary>Conversations, and places inside them, kept of a source until they are stored, which takes a second. More are recalled in at a time only by somebody
    /// who empties a whole firm's chats, and what is left out is found by the next run that looks far back everywhere. Places are left out only when the
    /// store is away for long, and are then looked at when their next event comes.</summary>
    private const int MostConversations = 500;

    private readonly Lock _lock = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Dictionary<string, HashSet<string>> _hints = new(StringComparer.Ordinal);

    /// <param name="conversation">In which something old changed, or a place inside one; null where it is about what is new.</param>
    public void Raise(string source, string? conversation)
    {
        lock (_lock)
        {
            if (!_hints.TryGetValue(source, out var conversations))
            {
                _hints[source] = conversations = new HashSet<string>(StringComparer.Ordinal);
            }

            if (conversation is not null && conversations.Count < MostConversations)
            {
                conversations.Add(conversation);
            }
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Takes out what is there: conversations by source.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Empty()
    {
        lock (_lock)
        {
            (var hints, _hints) = (_hints, new(StringComparer.Ordinal));
            return hints;
        }
    }

    /// <summary>Puts back what could not be stored.</summary>
    internal void Return(string source, IEnumerable<string> conversations)
    {
        Raise(source, null);
        foreach (var conversation in conversations)
        {
            Raise(source, conversation);
        }
    }

    /// <summary>Returns when something is there, or the time is over.</summary>
    internal async Task WaitAsync(TimeSpan longest, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await _signal.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing came.
        }
    }
}
