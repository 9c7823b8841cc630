using Archive.Simulators.Slack.Faults;
using Archive.Simulators.Slack.Wire;

namespace Archive.Simulators.Slack.Paging;

/// <summary>Bounds of a request over something ordered by <c>ts</c>, in microseconds.</summary>
internal readonly record struct TimeWindow(long Latest, bool LatestInclusive, long Oldest, bool OldestInclusive, int Limit)
{
    public bool IsBelow(long ts) => OldestInclusive ? ts < Oldest : ts <= Oldest;

    public bool IsAbove(long ts) => LatestInclusive ? ts > Latest : ts >= Latest;
}

internal enum Continuation
{
    /// <summary>The last served item's <c>ts</c>, which comes again.</summary>
    RepeatingBoundary,

    /// <summary>The last served item's <c>ts</c>, which does not come again.</summary>
    BelowBoundary,

    /// <summary>The <c>ts</c> of the first item that was not served.</summary>
    NextItem,
}

/// <summary>One page, newest first, of something ordered by <c>ts</c>.</summary>
/// <param name="Items">Indexes in the page's order.</param>
/// <param name="Next">Where the next page starts, in microseconds; null on the last page.</param>
internal readonly record struct TimePage(int[] Items, long? Next, bool Struck)
{
    public string? Offset => Next is { } next ? Timestamp.Format(next) : null;

    /// <param name="times">Ascending.</param>
    public static TimePage Take(long[] times, TimeWindow window, Continuation continuation, FaultKind? fault, Func<int, bool> visible)
    {
        var limit = window.Limit;
        var smallest = 1;
        var found = new List<int>(Math.Min(limit + 1, 1_001));
        for (var i = Start(times, window); i >= 0 && !window.IsBelow(times[i]) && found.Count <= limit; i--)
        {
            if (!visible(i))
            {
                continue;
            }

            if (found.Count == 0 && continuation == Continuation.RepeatingBoundary && times[i] == window.Latest)
            {
                // A page of nothing but the repeated message would have itself as continuation.
                limit = Math.Max(limit, 2);
                smallest = 2;
            }

            found.Add(i);
        }

        var plan = PagePlan.Make(found.Count, limit, fault, smallest, continuation == Continuation.RepeatingBoundary && smallest == 2);
        var next = plan.Resume is { } resume ? Resume(times, found, resume, continuation) : (long?)null;
        return new TimePage([.. plan.Order().Select(p => found[p])], next, plan.Struck);
    }

    private static long Resume(long[] times, List<int> found, int resume, Continuation continuation) => continuation switch
    {
        Continuation.NextItem => times[found[resume]],
        _ when resume > 0 => times[found[resume - 1]],
        Continuation.RepeatingBoundary => times[found[0]],
        _ => times[found[0]] + 1,
    };

    private static int Start(long[] times, TimeWindow window)
    {
        var at = Array.BinarySearch(times, window.Latest);
        var start = at >= 0 ? at : ~at - 1;
        return start >= 0 && window.IsAbove(times[start]) ? start - 1 : start;
    }
}
