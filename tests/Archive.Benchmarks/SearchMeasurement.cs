using System.Diagnostics;
using Archive.Core.Audit;
using Archive.Core.Search;
using Archive.Core.Search.Language;

namespace Archive.Benchmarks;

/// <summary>Sixty queries in three forms, through the service (audit included), through index and store (without), and raw, one after another in
/// the same process.</summary>
internal static class SearchMeasurement
{
    private const string Range = " after:2020 before:2022";
    private static readonly (long From, long Until) RangeSeconds = (1_577_836_800, 1_640_995_200);
    private static readonly Reader Asker = new("owner", "benchmark", SearchScope.Everything);

    public static async Task<object> RunAsync(Bench bench)
    {
        var messages = bench.Corpus.Messages;
        using var archive = new ArchiveUnderTest(bench);
        await archive.FillAsync(bench, ArchiveUnderTest.Keep);
        using var store = new RawStore(Path.Combine(bench.Scratch.NewFolder(), "raw.db"), "");
        store.InsertAll(messages);
        using var raw = new RawSearch(store.Database);
        var queries = QuerySet.Draw(messages);
        var report = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (form, order) in new[] { ("newest", SearchOrder.Newest), ("relevance", SearchOrder.Relevance), ("dateRange", SearchOrder.Newest) })
        {
            var times = new List<Timing>();
            for (var round = 0; round <= bench.Options.Rounds; round++)
            {
                var taken = await RoundAsync(archive, raw, queries, form, order);
                if (round > 0)
                {
                    times.AddRange(taken); // the first round only warms up
                }
            }

            report[form] = new
            {
                all = Describe(times),
                han = Describe([.. times.Where(t => t.Query.IsHan)]),
                byKind = times.GroupBy(t => t.Query.Kind).ToDictionary(kind => kind.Key, kind => DescribeIndex([.. kind]), StringComparer.Ordinal),
            };
        }

        report["rebuild"] = await RebuildAsync(bench, archive);
        return report;
    }

    /// <summary>A new generation of the index out of the record store, decryption included, against R.</summary>
    private static async Task<object> RebuildAsync(Bench bench, ArchiveUnderTest archive)
    {
        var count = bench.Corpus.Count;

        // Before: a file that was emptied keeps its pages for what comes.
        var bytes = new FileInfo(archive.Folder.Index).Length;
        var ours = await Bench.MeasureAsync(async () =>
        {
            await archive.Index.ResetAsync(default);
            await new IndexCatchUp(archive.Records, archive.Index).RunAsync(null, default);
        });
        using var store = new RawStore(Path.Combine(bench.Scratch.NewFolder(), "raw.db"), "");
        var raw = Bench.Measure(() => store.InsertAll(bench.Corpus.Messages));
        return new
        {
            messagesPerSecond = ours.PerSecond(count).Round(0),
            rawMessagesPerSecond = raw.PerSecond(count).Round(0),
            ratio = (raw.Wall / ours.Wall).Round(),
            indexBytesPerMessage = ((double)bytes / count).Round(1),
        };
    }

    private static async Task<List<Timing>> RoundAsync(
        ArchiveUnderTest archive, RawSearch raw, IReadOnlyList<BenchmarkQuery> queries, string form, SearchOrder order)
    {
        var (service, index, records) = (archive.Get<SearchService>(), archive.Index, archive.Records);
        var isRange = form == "dateRange";
        var paging = new IndexPaging(0, 50, order);
        var times = new List<Timing>();
        foreach (var query in queries)
        {
            var text = isRange && query.Sender is null ? query.Text + Range : query.Text;
            var withAudit = await TimeAsync(() => service.SearchAsync(Asker, text, paging, default));
            var without = await TimeAsync(async () =>
            {
                var answer = await index.SearchAsync(QueryBinder.Bind(text, SearchScope.Everything, TimeProvider.System), paging, default);
                return await records.ReadAsync(answer.Sequences, default);
            });
            var plain = await TimeAsync(() => Task.FromResult(
                raw.Run(query, order == SearchOrder.Relevance ? "rank" : "rowid desc", isRange || query.Sender is not null ? RangeSeconds : null)));
            times.Add(new Timing(query, withAudit, without, plain));
        }

        return times;
    }

    private static async Task<double> TimeAsync<T>(Func<Task<T>> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static object DescribeIndex(IReadOnlyList<Timing> times)
    {
        double At(Func<Timing, double> of, double share) => Statistics.Percentile([.. times.Select(of)], share);
        return new
        {
            p50Milliseconds = At(t => t.Index, 0.5).Round(),
            p95Milliseconds = At(t => t.Index, 0.95).Round(),
            p50Ratio = (At(t => t.Index, 0.5) / At(t => t.Raw, 0.5)).Round(2),
            p95Ratio = (At(t => t.Index, 0.95) / At(t => t.Raw, 0.95)).Round(2),
        };
    }

    private static object Describe(IReadOnlyList<Timing> times)
    {
        double At(Func<Timing, double> of, double share) => Statistics.Percentile([.. times.Select(of)], share);
        object Of(Func<Timing, double> of) => new
        {
            p50Milliseconds = At(of, 0.5).Round(),
            p95Milliseconds = At(of, 0.95).Round(),
            p50Ratio = (At(of, 0.5) / At(t => t.Raw, 0.5)).Round(2),
            p95Ratio = (At(of, 0.95) / At(t => t.Raw, 0.95)).Round(2),
        };
        return new { service = Of(t => t.Service), withoutAudit = Of(t => t.Index), raw = Of(t => t.Raw) };
    }

    private sealed record Timing(BenchmarkQuery Query, double Service, double Index, double Raw);
}
