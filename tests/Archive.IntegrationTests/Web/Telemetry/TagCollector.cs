using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Archive.Core.Telemetry;

namespace Archive.IntegrationTests.Web.Telemetry;

/// <summary>Everything that the archive's meter and spans are given, before any exporter chooses from it: also of tests that run at the same time.</summary>
internal sealed class TagCollector : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _spans;

    public TagCollector()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ArchiveTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Take,
        };
        ActivitySource.AddActivityListener(_spans);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ArchiveTelemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Take(instrument.Name, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Take(instrument.Name, tags));
        _meters.Start();
    }

    /// <summary>Name of the span or instrument, key and value.</summary>
    public ConcurrentBag<(string Name, string Key, object? Value)> Tags { get; } = [];

    /// <summary>Descriptions of a failed span, and events within spans: exceptions would be told there.</summary>
    public ConcurrentBag<string> Remarks { get; } = [];

    public void ReadGauges() => _meters.RecordObservableInstruments();

    public void Dispose()
    {
        _meters.Dispose();
        _spans.Dispose();
    }

    private void Take(Activity span)
    {
        foreach (var (key, value) in span.TagObjects)
        {
            Tags.Add((span.OperationName, key, value));
        }

        if (span.StatusDescription is { } description)
        {
            Remarks.Add(description);
        }

        foreach (var happened in span.Events)
        {
            Remarks.Add(happened.Name);
        }
    }

    private void Take(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags)
        {
            Tags.Add((name, key, value));
        }
    }
}
