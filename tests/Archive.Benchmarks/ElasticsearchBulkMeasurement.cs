using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Search.Elasticsearch;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Benchmarks;

/// <summary>Filling the index, beside bare <c>_bulk</c> requests with the very bodies that this sends, into indices with the same settings and mapping, one
/// request after the other as ours are. What is above the raw rate is reading and opening records, tokens, names, refreshes and the cursor.</summary>
internal static class ElasticsearchBulkMeasurement
{
    private static readonly MediaTypeHeaderValue Lines = new("application/x-ndjson");

    public static async Task<object> RunAsync(Bench bench, Uri address, IRecordStore records)
    {
        var prefix = $"bench{Guid.NewGuid():N}"[..16];
        var recorder = new BulkRecorder { IsOn = true };
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
        try
        {
            await FillAsync(address, prefix, records, recorder);
            recorder.IsOn = false;
            var bytes = await ReadStoreBytesAsync(http, prefix);
            var shapes = await ReadShapesAsync(http, prefix);
            await ElasticsearchMeasurement.DeleteAsync(http, prefix);

            var (ours, raw) = (new List<Cost>(), new List<Cost>());
            for (var round = 0; round < bench.Options.Rounds; round++)
            {
                ours.Add(await FillAsync(address, prefix, records, recorder));
                await ElasticsearchMeasurement.DeleteAsync(http, prefix);
                raw.Add(await SendAsync(http, shapes, recorder.Bodies));
                await RequireAllAsync(http, prefix, bench.Corpus.Count);
                await ElasticsearchMeasurement.DeleteAsync(http, prefix);
                bench.Say($"  bulk {ours[^1].PerSecond(bench.Corpus.Count):F0}/s; raw {raw[^1].PerSecond(bench.Corpus.Count):F0}/s");
            }

            return new
            {
                messagesPerSecond = ours.Select(cost => cost.PerSecond(bench.Corpus.Count)).Median().Round(0),
                rawMessagesPerSecond = raw.Select(cost => cost.PerSecond(bench.Corpus.Count)).Median().Round(0),
                ratio = ours.Zip(raw, (cost, bare) => bare.Wall / cost.Wall).Median().Round(),
                requests = recorder.Bodies.Count,
                bodyBytesPerMessage = ((double)recorder.Bodies.Sum(body => (long)body.Length) / bench.Corpus.Count).Round(0),

                // On one copy, merged as the server sees fit.
                storeBytesPerMessage = (bytes / bench.Corpus.Count).Round(0),
            };
        }
        finally
        {
            await ElasticsearchMeasurement.DeleteAsync(http, prefix);
        }
    }

    private static async Task<Cost> FillAsync(Uri address, string prefix, IRecordStore records, BulkRecorder recorder)
    {
        await using var services = Provide(address, prefix, recorder);
        return await Bench.MeasureAsync(() => new IndexCatchUp(records, services.GetRequiredService<ISearchIndex>()).RunAsync(null, default));
    }

    private static ServiceProvider Provide(Uri address, string prefix, BulkRecorder recorder)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [ElasticsearchOptions.Section + ":Nodes:0"] = address.ToString(),
            [ElasticsearchOptions.Section + ":Prefix"] = prefix,
        }).Build();
        return new ServiceCollection().AddLogging()
            .ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => recorder.NewHandler(prefix + "-g")))
            .AddElasticsearchIndex(configuration)
            .BuildServiceProvider();
    }

    private static Task<Cost> SendAsync(HttpClient http, IReadOnlyDictionary<string, string> shapes, IReadOnlyList<byte[]> bodies) => Bench.MeasureAsync(async () =>
    {
        foreach (var (index, shape) in shapes)
        {
            using var made = await http.PutAsync(new Uri("/" + index, UriKind.Relative), new StringContent(shape, Encoding.UTF8, "application/json"));
            made.EnsureSuccessStatusCode();
        }

        foreach (var body in bodies)
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = Lines } };
            using var answer = await http.PostAsync(new Uri("/_bulk", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
        }

        using var refreshed = await http.PostAsync(new Uri($"/{string.Join(',', shapes.Keys)}/_refresh", UriKind.Relative), null);
        refreshed.EnsureSuccessStatusCode();
    });

    /// <summary>What each index of messages was made with, by name.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> ReadShapesAsync(HttpClient http, string prefix)
    {
        var shapes = new Dictionary<string, string>(StringComparer.Ordinal);
        var answer = JsonNode.Parse(await http.GetStringAsync(new Uri($"/{prefix}-g*", UriKind.Relative)))!; // an object of indices
        foreach (var (index, made) in answer.AsObject())
        {
            var settings = made!["settings"]!["index"]!.AsObject(); // every index has them
            foreach (var own in (string[])["creation_date", "uuid", "version", "provided_name", "routing", "number_of_replicas"])
            {
                settings.Remove(own);
            }

            shapes[index] = new JsonObject { ["settings"] = new JsonObject { ["index"] = settings.DeepClone() }, ["mappings"] = made["mappings"]!.DeepClone() }.ToJsonString();
        }

        return shapes;
    }

    private static async Task<double> ReadStoreBytesAsync(HttpClient http, string prefix)
    {
        using var flushed = await http.PostAsync(new Uri($"/{prefix}-*/_flush", UriKind.Relative), null);
        flushed.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri($"/{prefix}-*/_stats/store", UriKind.Relative)));
        return json.RootElement.GetProperty("_all").GetProperty("primaries").GetProperty("store").GetProperty("size_in_bytes").GetInt64();
    }

    private static async Task RequireAllAsync(HttpClient http, string prefix, int count)
    {
        using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri($"/{prefix}-g*/_count", UriKind.Relative)));
        var found = json.RootElement.GetProperty("count").GetInt64();
        if (found != count)
        {
            throw new InvalidOperationException($"Of {count} messages the raw requests brought {found} into the index.");
        }
    }
}
