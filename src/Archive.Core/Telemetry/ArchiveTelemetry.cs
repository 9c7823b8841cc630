using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Archive.Core.Telemetry;

/// <summary>The one meter and the one source of spans. Whoever exports them asks for <see cref="Name"/>; while nobody does, they cost nothing.
/// <para>Tags are names from the configuration, ids of runs, numbers of records and counts. Never text, queries, purposes, people, accounts or conversations:
/// what is exported leaves the archive and its audit trail behind.</para></summary>
public static class ArchiveTelemetry
{
    public const string Name = "Archive";

    public const string Source = "source";
    public const string Outcome = "outcome";
    public const string Engine = "engine";
    public const string Order = "order";

    /// <summary>Not plain "job": Prometheus has a label of that name of its own, and would call ours "exported_job".</summary>
    public const string Job = "job.name";

    internal static readonly Meter Meter = new(Name);
    internal static readonly ActivitySource Spans = new(Name);

    /// <summary>Bounds for what a person or a page waits for: a search takes milliseconds, a slow disk or cluster seconds.</summary>
    private static readonly double[] Moments = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Bounds for jobs: from a look that finds nothing to the first load of a large source.</summary>
    private static readonly double[] Runs = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200];

    internal static Counter<long> Count(string name, string unit, string description) => Meter.CreateCounter<long>(name, unit, description);

    internal static Histogram<double> Measure(string name, string description) => Measure(name, description, Moments);

    internal static Histogram<double> MeasureRuns(string name, string description) => Measure(name, description, Runs);

    private static Histogram<double> Measure(string name, string description, double[] bounds) => Meter.CreateHistogram(
        name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
