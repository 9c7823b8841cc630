using Archive.Simulators.Hosting;

namespace Archive.Simulators.Slack.Serving;

/// <summary>The platform's budgets.</summary>
internal sealed class RateLimiter(TimeProvider time, double scale)
{
    private const int OrgPerSecond = 30;
    private readonly RateWindows _windows = new(time, scale);

    /// <summary>Takes one request from the budgets, or says how many whole seconds to wait.</summary>
    public int? Take(ApiMethod method, SlackToken token) => method.IsDiscovery

        // The first is shared by all tokens: every app that uses Discovery draws on one budget.
        ? _windows.Take(
            new RateBudget("org", OrgPerSecond, TimeSpan.FromSeconds(1)),
            new RateBudget(method.Name, method.PerMinute, TimeSpan.FromMinutes(1)))
        : _windows.Take(new RateBudget($"{method.Name} {token.Value}", method.PerMinute, TimeSpan.FromMinutes(1)));
}
