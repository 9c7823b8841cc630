using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Archive.Core.Telemetry;

/// <summary>Work with a beginning and an end: a span, and its duration where there is a histogram for it. It counts as failed unless <see cref="Done"/>
/// was said before the end, so that no exception is looked at: their messages may quote anything.</summary>
internal sealed class Measured : IDisposable
{
    private readonly Activity? _span;
    private readonly Histogram<double>? _durations;
    private readonly long _started = Stopwatch.GetTimestamp();
    private TagList _tags;
    private bool _isDone;

    public Measured(string span, Histogram<double>? durations, params ReadOnlySpan<(string Name, string Value)> tags)
    {
        _durations = durations;
        _span = ArchiveTelemetry.Spans.StartActivity(span);
        foreach (var (name, value) in tags)
        {
            _tags.Add(name, value);
            _span?.SetTag(name, value);
        }
    }

    /// <summary>A count for the span alone.</summary>
    public void Tell(string name, long count) => _span?.SetTag(name, count);

    public void Done() => _isDone = true;

    public void Dispose()
    {
        if (!_isDone)
        {
            _span?.SetStatus(ActivityStatusCode.Error);
        }

        _tags.Add(ArchiveTelemetry.Outcome, _isDone ? "done" : "failed");
        _durations?.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, _tags);
        _span?.Dispose();
    }
}
