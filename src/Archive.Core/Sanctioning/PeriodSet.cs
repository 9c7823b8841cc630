namespace Archive.Core.Sanctioning;

/// <summary>Points in time covered by at least one of some periods, each with its start and without its end. Immutable.</summary>
internal sealed class PeriodSet
{
    private readonly DateTimeOffset[] _starts;
    private readonly DateTimeOffset[] _ends;

    public PeriodSet(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> periods)
    {
        var merged = new List<(DateTimeOffset From, DateTimeOffset To)>();
        foreach (var period in periods.Where(p => p.From < p.To).OrderBy(p => p.From))
        {
            if (merged.Count > 0 && period.From <= merged[^1].To)
            {
                merged[^1] = (merged[^1].From, period.To > merged[^1].To ? period.To : merged[^1].To);
            }
            else
            {
                merged.Add(period);
            }
        }

        _starts = [.. merged.Select(p => p.From)];
        _ends = [.. merged.Select(p => p.To)];
    }

    public bool Contains(DateTimeOffset time)
    {
        var at = Array.BinarySearch(_starts, time);
        at = at >= 0 ? at : ~at - 1;
        return at >= 0 && time < _ends[at];
    }
}
