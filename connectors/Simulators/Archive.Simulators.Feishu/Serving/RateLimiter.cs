using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Serving;

/// <summary>1,000 a minute and 50 a second for each API, whichever is reached first.</summary>
internal sealed class RateLimiter(TimeProvider time)
{
    public const int PerMinute = 1_000;
    private const int PerSecond = 50;
    private readonly RateWindows _windows = new(time, 1);

    /// <summary>Takes one request from the budgets, or says how many whole seconds to wait.</summary>
    public int? Take(string api) => _windows.Take(
        new RateBudget($"{api} second", PerSecond, TimeSpan.FromSeconds(1)), new RateBudget(api, PerMinute, TimeSpan.FromMinutes(1)));
}
