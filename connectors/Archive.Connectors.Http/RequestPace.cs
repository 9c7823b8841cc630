namespace Archive.Connectors.Http;

/// <summary>Spaces requests so that a source stays within its budget, and keeps a method quiet for as long as the platform asked.
/// Safe for concurrent callers.</summary>
/// <param name="perSecond">Requests a second over all methods together.</param>
public sealed class RequestPace(double perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _gap = TimeSpan.FromSeconds(1 / perSecond);
    private readonly Dictionary<string, DateTimeOffset> _quiet = new(StringComparer.Ordinal);
    private DateTimeOffset _next;

    /// <summary>Returns when the request may be sent.</summary>
    public Task WaitAsync(string method, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var at = _next > now ? _next : now;
            if (_quiet.TryGetValue(method, out var quietUntil) && quietUntil > at)
            {
                at = quietUntil;
            }

            _next = at + _gap;
            wait = at - now;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>The platform asked not to be called with this method for a while.</summary>
    public void Quiet(string method, TimeSpan wait)
    {
        lock (_lock)
        {
            _quiet[method] = time.GetUtcNow() + wait;
        }
    }
}
