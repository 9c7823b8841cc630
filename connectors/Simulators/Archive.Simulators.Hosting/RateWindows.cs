namespace Archive.Simulators.Hosting;

/// <summary>One budget of requests.</summary>
public readonly record struct RateBudget(string Key, int Limit, TimeSpan Length);

/// <summary>Budgets of requests, counted in fixed windows that start with the first request. Refused requests cost nothing.
/// Safe for concurrent use.</summary>
/// <param name="scale">Multiplies every limit.</param>
public sealed class RateWindows(TimeProvider time, double scale)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Start, int Count)> _windows = new(StringComparer.Ordinal);

    /// <summary>Takes one request from all the budgets, or from none and says how many whole seconds to wait.</summary>
    public int? Take(params ReadOnlySpan<RateBudget> budgets)
    {
        lock (_lock)
        {
            foreach (var budget in budgets)
            {
                if (Full(budget) is { } wait)
                {
                    return wait;
                }
            }

            foreach (var budget in budgets)
            {
                var (start, count) = _windows[budget.Key];
                _windows[budget.Key] = (start, count + 1);
            }

            return null;
        }
    }

    private int? Full(RateBudget budget)
    {
        var now = time.GetTimestamp();
        var known = _windows.TryGetValue(budget.Key, out var window);
        var elapsed = known ? time.GetElapsedTime(window.Start, now) : budget.Length;
        if (elapsed >= budget.Length)
        {
            _windows[budget.Key] = (now, 0);
            return null;
        }

        return window.Count < Math.Max(1, budget.Limit * scale) ? null : Math.Max(1, (int)Math.Ceiling((budget.Length - elapsed).TotalSeconds));
    }
}
