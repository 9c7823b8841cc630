using System.Diagnostics;

namespace Archive.Benchmarks;

/// <summary>What every measurement is given.</summary>
internal sealed record Bench(BenchmarkOptions Options, Corpus Corpus, Scratch Scratch)
{
    public void Say(string what) => Console.Error.WriteLine(what);

    /// <summary>Wall time and processor time of a piece of work, after a collection so that it pays only for its own garbage.</summary>
    public static async Task<Cost> MeasureAsync(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var cpu = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var paused = GC.GetTotalPauseDuration();
        var started = Stopwatch.GetTimestamp();
        await work();
        return new Cost(
            Stopwatch.GetElapsedTime(started),
            Environment.CpuUsage.TotalTime - cpu,
            GC.GetTotalAllocatedBytes() - allocated,
            GC.GetTotalPauseDuration() - paused);
    }

    public static Cost Measure(Action work) => MeasureAsync(() =>
    {
        work();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();
}

/// <param name="Allocated">Bytes of managed memory.</param>
/// <param name="Paused">Time in which collections held all threads.</param>
internal readonly record struct Cost(TimeSpan Wall, TimeSpan Cpu, long Allocated, TimeSpan Paused)
{
    public double PerSecond(long count) => count / Wall.TotalSeconds;

    public double CpuMicroseconds(long count) => Cpu.TotalMicroseconds / count;
}

internal static class Statistics
{
    public static double Median(this IEnumerable<double> values) => Percentile([.. values], 0.5);

    public static double Percentile(double[] values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }

    public static double Round(this double value, int digits = 3) => Math.Round(value, digits);
}
