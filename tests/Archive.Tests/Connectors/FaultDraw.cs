namespace Archive.Tests.Connectors;

/// <summary>Draws what goes wrong with which request, the same for the same seed.</summary>
internal static class FaultDraw
{
    // Past the first requests, so that each run gets somewhere.
    private const int BetweenOutages = 150;
    private const int Outage = 8;
    private const int Apart = 20;

    /// <param name="rate">Of the requests that go wrong.</param>
    /// <param name="lonely">A kind that never strikes twice within one call, because twice it means something else.</param>
    /// <param name="outages">Kinds of which now and then more come in a row than a connector has patience for; none where there are none.</param>
    public static Dictionary<int, TFault> Of<TFault>(int seed, double rate, TFault[] kinds, TFault? lonely = null, TFault[]? outages = null)
        where TFault : struct, Enum
    {
        const int Requests = 3_000;
        var random = new Random(seed);
        var faults = new Dictionary<int, TFault>();
        var last = -Apart;
        for (var n = 1; n <= Requests; n++)
        {
            if (random.NextDouble() < rate && kinds[random.Next(kinds.Length)] is var kind && !(kind.Equals(lonely) && n - last < Apart))
            {
                last = kind.Equals(lonely) ? n : last;
                faults[n] = kind;
            }

            if (outages is not null && n % BetweenOutages == 0)
            {
                var breakdown = outages[random.Next(outages.Length)];
                for (var end = n + Outage; n < end; n++)
                {
                    faults[n] = breakdown;
                }
            }
        }

        return faults;
    }
}
