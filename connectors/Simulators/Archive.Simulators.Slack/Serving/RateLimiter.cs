namespace Archive.Simulators.Slack.Serving;

/// <summary>The platform's budgets, counted in fixed windows that start with the first request. Refused requests cost nothing.</summary>
internal sealed class RateLimiter(TimeProvider time, double scale)
{
    private const int OrgPerSecond = 30;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Start, int Count)> _windows = new(StringComparer.Ordinal);

    /// <summary>Takes one request from the budgets, or says how many whole seconds to wait.</summary>
    public int? Take(ApiMethod method, SlackToken token)
    {
        lock (_lock)
        {
            if (!method.IsDiscovery)
            {
                return Full($"{method.Name} {token.Value}", method.PerMinute, TimeSpan.FromMinutes(1)) ?? Count($"{method.Name} {token.Value}");
            }

            // Shared by all tokens: every app that uses Discovery draws on one budget.
            var wait = Full("org", OrgPerSecond, TimeSpan.FromSeconds(1)) ?? Full(method.Name, method.PerMinute, TimeSpan.FromMinutes(1));
            return wait ?? Count("org") ?? Count(method.Name);
        }
    }

    private int? Full(string key, int limit, TimeSpan length)
    {
        var now = time.GetTimestamp();
        var known = _windows.TryGetValue(key, out var window);
        var elapsed = known ? time.GetElapsedTime(window.Start, now) : length;
        if (elapsed >= length)
        {
            _windows[key] = (now, 0);
            return null;
        }

        return window.Count < Math.Max(1, limit * scale) ? null : Math.Max(1, (int)Math.Ceiling((length - elapsed).TotalSeconds));
    }

    private int? Count(string key)
    {
        var (start, count) = _windows[key];
        _windows[key] = (start, count + 1);
        return null;
    }
}
