using System.Diagnostics;
using System.Diagnostics.Metrics;
using Archive.Core.Telemetry;

namespace Archive.Core.Jobs;

/// <summary>What runs of jobs tell of themselves: the span around one, and what <see cref="MeasuredRunLog"/> counts at its end.</summary>
public static class JobTelemetry
{
    private const string Span = "archive.job";

    private static readonly string[] Endings = [.. new[] { JobOutcome.Succeeded, JobOutcome.Failed, JobOutcome.Interrupted }.Select(NameOf)];

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
        var name = NameOf(outcome);
        foreach (var ending in Endings)
        {
            // Zeros as well: the first failure of a series that begins with it is no rise.
            Runs.Add(ending == name ? 1 : 0, new(ArchiveTelemetry.Job, job), new(ArchiveTelemetry.Outcome, ending));
        }

        Durations.Record(duration.TotalSeconds, new(ArchiveTelemetry.Job, job), new(ArchiveTelemetry.Outcome, name));
        if (Activity.Current is { OperationName: Span } span)
        {
            span.SetTag(ArchiveTelemetry.Outcome, name).SetStatus(outcome == JobOutcome.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        }
    }

    private static string NameOf(JobOutcome outcome) => outcome.ToString().ToLowerInvariant();
}
