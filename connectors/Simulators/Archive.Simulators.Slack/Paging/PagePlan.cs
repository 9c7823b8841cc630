using Archive.Simulators.Slack.Faults;

namespace Archive.Simulators.Slack.Paging;

/// <summary>What of the items at hand goes into the page, and where the next one starts, with a page fault worked in. A plan never
/// starts the next page behind an item that was not served.</summary>
/// <param name="Served">Number of items in the page.</param>
/// <param name="Resume">Position among the items at hand where the next page starts; null on the last page.</param>
/// <param name="Struck">True when the fault had room to strike.</param>
internal readonly record struct PagePlan(int Served, int? Resume, bool Reorder, bool Struck)
{
    /// <param name="available">Items at hand: one more than <paramref name="limit"/> tells that there are further ones.</param>
    /// <param name="smallest">Least number of items that moves a client forward: 2 where the page's first item is the previous
    /// page's last, else 1.</param>
    /// <param name="boundary">True when the continuation repeats the last served item, so that the next page starts one earlier.</param>
    public static PagePlan Make(int available, int limit, FaultKind? fault, int smallest = 1, bool boundary = false)
    {
        var served = Math.Min(available, limit);
        int? resume = available > limit ? limit : null;
        var back = boundary ? 1 : 0;
        return fault switch
        {
            FaultKind.ReorderedPage when served >= 2 => new PagePlan(served, resume, true, true),
            FaultKind.ShortPage when served > smallest => Short(Math.Max(smallest, served / 2)),

            // The next page starts right behind the first item, so that it brings the others again and yet moves on.
            FaultKind.RepeatedPage when served > smallest => new PagePlan(served, smallest, false, true),

            // Where the first item is the repeated boundary it alone is served: leaving it out would bring the client to a standstill.
            FaultKind.EmptyPage when served > smallest => new PagePlan(smallest - 1, smallest - 1 + back, false, true),
            _ => new PagePlan(served, resume, false, false),
        };

        static PagePlan Short(int count) => new(count, count, false, true);
    }

    /// <summary>The served positions, in the page's order.</summary>
    public int[] Order()
    {
        var order = Enumerable.Range(0, Served).ToArray();
        if (Reorder)
        {
            // Neither the right order nor its exact opposite, which a client might take for the other convention.
            Array.Reverse(order);
            if (order.Length > 3)
            {
                (order[0], order[1]) = (order[1], order[0]);
            }
        }

        return order;
    }
}
