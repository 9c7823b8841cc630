using System.Diagnostics.Metrics;
using Archive.Core.Messages;

namespace Archive.IntegrationTests.Pipeline;

/// <summary>A platform invents types of messages faster than versions of the archive come out.</summary>
public sealed class UnknownTypeTests
{
    private const string Source = "unknown-types";

    [Fact]
    public async Task Is_kept_listed_and_counted_for_the_alarm_once()
    {
        await using var archive = TestArchive.Create([ScriptedConnector.Account(Source)]);
        var connector = new ScriptedConnector(Source, 3, 5) { Kind = (page, n) => page > 1 && n == 2 ? MessageKind.Unknown : MessageKind.Text };
        long counted = 0;
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "archive.ingest.unknown")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (Equals(tags[0].Value, Source)) // other tests run beside this one
            {
                Interlocked.Add(ref counted, value);
            }
        });
        meters.Start();

        var first = await archive.PullAsync(connector);
        var again = await archive.PullAsync(connector);

        Assert.Equal((2, 0, 2, 2), (first.Unknown, again.Unknown, counted, await archive.CountHitsAsync("type:unknown")));
        await archive.AssertSoundAsync();
    }
}
