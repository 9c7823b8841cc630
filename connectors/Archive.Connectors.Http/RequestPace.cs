namespace Archive.Connectors.Http;

/// <summary>Spaces requests so that they stay within a budget, and keeps a method quiet for as long as the platform asked. Safe for concurrent callers.</summary>
public sealed class RequestPace(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TimeSpan> _gaps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _quiet = new(StringComparer.Ordinal);
    private DateTimeOffset _next;
    private TimeSpan _lastGap;

    /// <param name="perSecond">Requests a second over all methods together.</param>
    public RequestPace(double perSecond, TimeProvider time)
        : this(time) => Limit("", perSecond);

    /// <summary>Sets what one source asks for. Of several that share the budget the most careful one counts: each knows of other users of it, and none knows of all.</summary>
    public void Limit(string source, double perSecond)
    {
        lock (_lock)
        {
            _gaps[source] = TimeSpan.FromSeconds(1 / perSecond);
        }
    }

    /// <summary>The source is gone, or shares another budget now. Where it was the only one, runs that are still going on keep to what it asked for.</summary>
    public void Forget(string source)
    {
        lock (_lock)
        {
            if (_gaps.Remove(source, out var gap))
            {
                _lastGap = gap;
            }
        }
    }

    /// <summary>Whether a source uses the budget.</summary>
    public bool IsUsed
    {
        get
        {
            lock (_lock)
            {
                return _gaps.Count > 0;
            }
        }
    }

    /// <summary>Returns when the request may be sent.</summary>
    public Task WaitAsync(string method, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var gap = _gaps.Count == 0 ? _lastGap : _gaps.Values.Max();
            var at = _next > now ? _next : now;

            // Others go on meanwhile, and those that wait for the same method do not all go at once after it.
            _next = at + gap;
            if (_quiet.TryGetValue(method, out var quietUntil))
            {
                if (quietUntil > at)
                {
                    (at, _quiet[method]) = (quietUntil, quietUntil + gap);
                }
                else
                {
                    _quiet.Remove(method);
                }
            }

            wait = at - now;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>The platform asked not to be called with this method for a while.</summary>
    public void Quiet(string method, TimeSpan wait)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + wait;
            _quiet[method] = _quiet.TryGetValue(method, out var before) && before > until ? before : until;
        }
    }
}
