using System.Diagnostics;
using Archive.Core.Connectors;
using Archive.Core.Ingestion;
using Archive.Core.Messages;

namespace Archive.Benchmarks;

/// <summary>One message a page, answered when it is durable, against raw commits of table and FTS5 with synchronous=full.</summary>
internal static class SingleMeasurement
{
    private const int Messages = 3_000;

    public static async Task<object> RunAsync(Bench bench)
    {
        var ours = new List<double[]>();
        var raw = new List<double[]>();
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            raw.Add(Raw(bench));
            ours.Add(await OursAsync(bench));
        }

        return new
        {
            messagesPerSecond = ours.Select(Rate).Median().Round(0),
            rawMessagesPerSecond = raw.Select(Rate).Median().Round(0),
            ratio = Enumerable.Range(0, ours.Count).Select(i => Rate(ours[i]) / Rate(raw[i])).Median().Round(),
            p50Milliseconds = ours.Select(o => Statistics.Percentile(o, 0.5)).Median().Round(),
            p99Milliseconds = ours.Select(o => Statistics.Percentile(o, 0.99)).Median().Round(),
            rawP50Milliseconds = raw.Select(o => Statistics.Percentile(o, 0.5)).Median().Round(),
            rawP99Milliseconds = raw.Select(o => Statistics.Percentile(o, 0.99)).Median().Round(),
            p99Ratio = Enumerable.Range(0, ours.Count)
                .Select(i => Statistics.Percentile(ours[i], 0.99) / Statistics.Percentile(raw[i], 0.99)).Median().Round(),
        };
    }

    private static double Rate(double[] milliseconds) => 1_000 * milliseconds.Length / milliseconds.Sum();

    private static double[] Raw(Bench bench)
    {
        using var store = new RawStore(Path.Combine(bench.Scratch.NewFolder(), "raw.db"), "pragma synchronous=full");
        var messages = bench.Corpus.Messages;
        return Enumerable.Range(0, Math.Min(Messages, messages.Count)).Select(i =>
        {
            var started = Stopwatch.GetTimestamp();
            store.Database.Execute("begin");
            store.Insert(i + 1, messages[i]);
            store.Database.Execute("commit");
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }).ToArray();
    }

    private static async Task<double[]> OursAsync(Bench bench)
    {
        using var archive = new ArchiveUnderTest(bench);
        var records = archive.Records;
        var times = new List<double>();
        await foreach (var page in ArchiveUnderTest.Connector(bench).ReadAsync(new SourceCursor(new Dictionary<string, string>()), default))
        {
            foreach (var item in page.Items)
            {
                var started = Stopwatch.GetTimestamp();
                await records.AppendAsync(PageOf(item), default);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                if (times.Count == Messages)
                {
                    return [.. times];
                }
            }
        }

        return [.. times];
    }

    private static PreparedPage PageOf(SourceItem item) => new(
        ArchiveUnderTest.Source,
        "jsonlines",
        Provenance.Captured,
        Timestamps.Cut(TimeProvider.System.GetUtcNow()),
        1,
        ArchiveUnderTest.Keep,
        "default@1",
        [new PreparedItem(item.Message ?? throw new InvalidDataException("The corpus has unreadable lines."), [], new byte[32], null)],
        [],
        [],
        new Dictionary<string, string?> { ["position"] = item.NativeId });
}
