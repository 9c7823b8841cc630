using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Archive.Core.Search;
using Archive.Core.Search.Analysis;
using Archive.Core.Search.Language;
using Archive.Search.Elasticsearch;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Benchmarks;

/// <summary>The same sixty queries on the Elasticsearch index, beside bare <c>_search</c> requests for the same tokens to the same server, one after the
/// other. Left out unless --elasticsearch names a server; everything made there is deleted.</summary>
internal static class ElasticsearchMeasurement
{
    private const int PageSize = 50;
    private static readonly (long From, long Until) RangeSeconds = (1_577_836_800, 1_640_995_200);

    public static async Task<object> RunAsync(Bench bench)
    {
        if (bench.Options.Elasticsearch is not { } address)
        {
            return new { omitted = "no server; name one with --elasticsearch http://127.0.0.1:9200" };
        }

        var prefix = $"bench{Guid.NewGuid():N}"[..16];
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [ElasticsearchOptions.Section + ":Nodes:0"] = address.ToString(),
            [ElasticsearchOptions.Section + ":Prefix"] = prefix,
        }).Build();
        await using var services = new ServiceCollection().AddLogging().AddElasticsearchIndex(configuration).BuildServiceProvider();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
        var index = services.GetRequiredService<ISearchIndex>();
        using var archive = new ArchiveUnderTest(bench);
        await archive.FillAsync(bench, ArchiveUnderTest.Keep);
        try
        {
            var raw = IngestMeasurement.Raw(bench).Cost;
            var fill = await Bench.MeasureAsync(() => new IndexCatchUp(archive.Records, index).RunAsync(null, default));
            await index.CompactAsync(default);
            return new
            {
                fillMessagesPerSecond = fill.PerSecond(bench.Corpus.Count).Round(0),
                fillRatio = (raw.Wall / fill.Wall).Round(),

                // Reading and opening records, tokens, bodies, answers: all that is not the server, if one core did it.
                butServerMicrosecondsPerMessage = fill.CpuMicroseconds(bench.Corpus.Count).Round(2),
                butServerRatio = (raw.Wall / fill.Cpu).Round(),
                bulk = await ElasticsearchBulkMeasurement.RunAsync(bench, address, archive.Records),
                search = await SearchAsync(bench, index, http, prefix),
            };
        }
        finally
        {
            await DeleteAsync(http, prefix);
        }
    }

    private static async Task<object> SearchAsync(Bench bench, ISearchIndex index, HttpClient http, string prefix)
    {
        var times = new List<(string Kind, double Ours, double Raw)>();
        for (var round = 0; round <= bench.Options.Rounds; round++)
        {
            foreach (var query in QuerySet.Draw(bench.Corpus.Messages))
            {
                var bound = QueryBinder.Bind(query.Text, SearchScope.Everything, TimeProvider.System);
                var ours = await TimeAsync(() => index.SearchAsync(bound, new IndexPaging(0, PageSize, SearchOrder.Newest), default));
                var raw = await TimeAsync(() => AskAsync(http, prefix, query, bound));
                if (round > 0)
                {
                    times.Add((query.Kind, ours, raw));
                }
            }
        }

        return new { all = Describe(times), byKind = times.GroupBy(t => t.Kind).ToDictionary(kind => kind.Key, kind => Describe([.. kind]), StringComparer.Ordinal) };
    }

    /// <summary>One request: the words of the query as phrases, newest first, exact total.</summary>
    private static async Task<string> AskAsync(HttpClient http, string prefix, BenchmarkQuery query, BoundQuery bound)
    {
        var filters = new List<object>();
        if (query.Sender is { } sender)
        {
            filters.Add(new { term = new { sender = $"{ArchiveUnderTest.Source}\u001f{sender}" } });
            filters.Add(new { range = new { time = new { gte = RangeSeconds.From, lt = RangeSeconds.Until } } });
        }

        var body = JsonSerializer.Serialize(new
        {
            query = new { @bool = new { must = new[] { Bare(bound.Root!) }, filter = filters } }, // the set has no blank query
            sort = new object[] { new { time = "desc" }, new { seq = "desc" } },
            size = PageSize,
            track_total_hits = true,
            _source = false,
        });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"/{prefix}/_search", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    private static object Bare(BoundNode node) => node switch
    {
        BoundPhrase { Terms: [{ Match: TermMatch.Prefix } start] } => new { prefix = new { body = start.Text } },
        BoundPhrase phrase => Phrase(phrase),
        BoundOr or => new { @bool = new { should = or.Nodes.Select(Bare) } },
        BoundNot not => new { @bool = new { must_not = new[] { Bare(not.Node) } } },
        BoundAnd and => new { @bool = new { must = and.Nodes.Where(inner => inner is not (BoundField or BoundTime)).Select(Bare) } },
        BoundNear near => new
        {
            intervals = new
            {
                body = new
                {
                    all_of = new
                    {
                        max_gaps = near.Distance - 1,
                        intervals = new[] { near.Left[0], near.Right[0] }.Select(side => new { match = new { query = Join(side), analyzer = "whitespace", max_gaps = 0, ordered = true } }),
                    },
                },
            },
        },
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static object Phrase(BoundPhrase phrase) => new { match_phrase = new { body = new { query = Join(phrase), analyzer = "whitespace" } } };

    private static string Join(BoundPhrase phrase) => string.Join(' ', phrase.Terms.Select(term => term.Text));

    private static async Task<double> TimeAsync<T>(Func<Task<T>> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static object Describe(IReadOnlyList<(string Kind, double Ours, double Raw)> times)
    {
        double Ours(double share) => Statistics.Percentile([.. times.Select(t => t.Ours)], share);
        double Raw(double share) => Statistics.Percentile([.. times.Select(t => t.Raw)], share);
        return new
        {
            p50Milliseconds = Ours(0.5).Round(),
            p95Milliseconds = Ours(0.95).Round(),
            rawP50Milliseconds = Raw(0.5).Round(),
            rawP95Milliseconds = Raw(0.95).Round(),
            p50Ratio = (Ours(0.5) / Raw(0.5)).Round(2),
            p95Ratio = (Ours(0.95) / Raw(0.95)).Round(2),
        };
    }

    /// <summary>Everything of a prefix.</summary>
    public static async Task DeleteAsync(HttpClient http, string prefix)
    {
        using var settings = await http.GetAsync(new Uri($"/{prefix}-*/_settings?filter_path=*.settings.index.uuid", UriKind.Relative));
        using var json = JsonDocument.Parse(await settings.Content.ReadAsStringAsync());
        foreach (var made in json.RootElement.EnumerateObject())
        {
            (await http.DeleteAsync(new Uri("/" + made.Name, UriKind.Relative))).Dispose();
        }

        (await http.DeleteAsync(new Uri($"/_index_template/{prefix}-messages", UriKind.Relative))).Dispose();
    }
}
