namespace Archive.Core.Sanctioning;

/// <summary>When the platform's official scope listed an account, from snapshots taken now and then. Immutable.
/// <para>Only snapshots that differ are kept. An account that is new in one was added at some time since the list before was last seen to stand, and one that is
/// missing was taken away at some time before: it counts as listed in between, since the platform gave its messages out. In the first snapshot it counts from ever.</para></summary>
internal sealed class ListedPeriods
{
    public static ListedPeriods None { get; } = new();

    private readonly Dictionary<string, List<(DateTimeOffset From, DateTimeOffset To)>> _periods = new(StringComparer.Ordinal);
    private readonly DateTimeOffset? _last;

    private ListedPeriods()
    {
    }

    private ListedPeriods(ListedPeriods before, PlatformListed change, DateTimeOffset at)
    {
        _last = at;
        _periods = before._periods.ToDictionary(p => p.Key, p => p.Value.ToList(), StringComparer.Ordinal);
        foreach (var account in change.Removed)
        {
            if (_periods.TryGetValue(account, out var periods) && periods[^1].To == DateTimeOffset.MaxValue)
            {
                periods[^1] = (periods[^1].From, at);
            }
        }

        foreach (var account in change.Added)
        {
            if (!_periods.TryGetValue(account, out var periods))
            {
                _periods[account] = periods = [];
            }

            periods.Add((SinceOf(change, before._last, at), DateTimeOffset.MaxValue));
        }
    }

    /// <summary>Whether the platform ever told. Where it does not, what it gives out is all there is to go by.</summary>
    public bool IsKnown => _last is not null;

    public IEnumerable<string> Now => _periods.Where(p => p.Value[^1].To == DateTimeOffset.MaxValue).Select(p => p.Key);

    public ListedPeriods With(PlatformListed change, DateTimeOffset at) => new(this, change, at);

    public bool Contains(string account, DateTimeOffset time) => !IsKnown || Of(account).Any(p => p.From <= time && time < p.To);

    /// <summary>The parts of a period in which the account was listed.</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Within(string account, DateTimeOffset from, DateTimeOffset to) => !IsKnown
        ? [(from, to)]
        : Of(account).Select(p => (From: p.From > from ? p.From : from, To: p.To < to ? p.To : to)).Where(p => p.From < p.To);

    private static DateTimeOffset SinceOf(PlatformListed change, DateTimeOffset? before, DateTimeOffset at) => before is not { } last ? DateTimeOffset.MinValue
        : change.Since is not { } since || since < last ? last
        : since < at ? since : at;

    private List<(DateTimeOffset From, DateTimeOffset To)> Of(string account) => _periods.TryGetValue(account, out var periods) ? periods : [];
}
