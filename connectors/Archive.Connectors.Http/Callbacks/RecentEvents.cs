namespace Archive.Connectors.Http.Callbacks;

/// <summary>Ids of the events that came within the time in which one may come again. Kept in memory alone: a repeat that is not known as one costs a pull
/// that finds nothing. Thread-safe.</summary>
public sealed class RecentEvents(TimeProvider time)
{
    /// <summary>How far a signature's time may be from ours; and so how long a captured request could be sent once more. Five minutes bear clocks that are
    /// wrong by as much as the platforms themselves allow.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>More than a platform sends in that time; a few megabytes at most. The oldest are forgotten first.</summary>
    private const int Most = 20_000;

    /// <summary>Longer than any id; a longer one is cut, and stands for all that begin like it.</summary>
    private const int LongestId = 100;

    private readonly Lock _lock = new();
    private readonly Queue<(string Id, DateTimeOffset Until)> _order = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <returns>False when it came within the window.</returns>
    public bool IsNew(string id)
    {
        var key = id.Length > LongestId ? id[..LongestId] : id;
        var now = time.GetUtcNow();
        lock (_lock)
        {
            while (_order.TryPeek(out var oldest) && (oldest.Until < now || _order.Count >= Most))
            {
                _known.Remove(_order.Dequeue().Id);
            }

            if (!_known.Add(key))
            {
                return false;
            }

            // Signed at the far end of the window, a request is good for twice its length, and for the rest of that second.
            _order.Enqueue((key, now + (2 * Window) + TimeSpan.FromSeconds(1)));
            return true;
        }
    }
}
