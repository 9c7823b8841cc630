using System.Diagnostics;
using System.Diagnostics.Metrics;
using Archive.Core.Telemetry;

namespace Archive.Core.Jobs;

/// <summary>What runs of jobs tell of themselves: the span around one, and what <see cref="MeasuredRunLog"/> counts at its end.</summary>
public static class JobTelemetry
{
    private const string Span = "archive.job";

    private static readonly Counter<long> Runs = ArchiveTelemetry.Count("archive.job.runs", "{run}", "Finished runs of jobs.");
    private static readonly Histogram<double> Durations = ArchiveTelemetry.MeasureRuns("archive.job.duration", "Runs of jobs, from start to end.");

    /// <summary>Begins the span of a run; dispose of it at the end of the run.</summary>
    public static IDisposable? StartRun(string job, string? source, long run)
    {
        var span = ArchiveTelemetry.Spans.StartActivity(Span);
        return span?.SetTag(ArchiveTelemetry.Job, job).SetTag(ArchiveTelemetry.Source, source).SetTag("run", run);
    }

    internal static void Finish(string job, TimeSpan duration, JobOutcome outcome)
    {
        var name = outcome.ToString().ToLowerInvariant();
        var tags = new TagList { { ArchiveTelemetry.Job, job }, { ArchiveTelemetry.Outcome, name } };
        Runs.Add(1, tags);
        Durations.Record(duration.TotalSeconds, tags);
        if (Activity.Current is { OperationName: Span } span)
        {
            span.SetTag(ArchiveTelemetry.Outcome, name).SetStatus(outcome == JobOutcome.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        }
    }
}
