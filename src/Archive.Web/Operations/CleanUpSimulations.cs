using Archive.Core.Retention;

namespace Archive.Web.Operations;

/// <summary>The last simulation of the clean-up, kept in memory until the next.</summary>
public sealed class CleanUpSimulations(RetentionSweep sweep, IDispositionStore dispositions, TimeProvider clock)
{
    /// <summary>How far ahead the plot looks.</summary>
    private const int YearsAhead = 8;

    private const int Batch = 5_000;

    private CleanUpSimulation? _last;

    public CleanUpSimulation? Last => Volatile.Read(ref _last);

    /// <summary>Walks every record that may be deleted within the next years: seconds at a million.</summary>
    public async Task<CleanUpSimulation> RunAsync(CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var report = await sweep.SimulateAsync(at, cancellationToken);
        var years = new SortedDictionary<int, long>();
        var last = DateOnly.FromDateTime(at.UtcDateTime).AddYears(YearsAhead);
        for (var year = at.UtcDateTime.Year; year <= last.Year; year++)
        {
            years[year] = 0;
        }

        var after = 0L;
        while (await dispositions.ReadDueAsync(last, after, Batch, cancellationToken) is { Count: > 0 } candidates)
        {
            foreach (var candidate in candidates)
            {
                years[candidate.Pin.KeepUntil.Year] = years.GetValueOrDefault(candidate.Pin.KeepUntil.Year) + 1;
            }

            after = candidates[^1].Sequence;
        }

        var simulation = new CleanUpSimulation(at, report, [.. years.Select(y => new YearCount(y.Key, y.Value))]);
        Volatile.Write(ref _last, simulation);
        return simulation;
    }
}

/// <param name="Years">Records by the year in which their minimum ends.</param>
public sealed record CleanUpSimulation(DateTimeOffset At, RetentionReport Report, IReadOnlyList<YearCount> Years);

public sealed record YearCount(int Year, long Count);
