using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Archive.Search.Elasticsearch;

/// <summary>What to read to the end.</summary>
/// <param name="Sort">Fields; together they tell documents apart.</param>
/// <param name="IsRanked">Sorted by score: words weigh the same in every index.</param>
internal sealed record PageRequest(
    IReadOnlyList<string> Indices, ReadOnlyMemory<byte> Query, IReadOnlyList<string> Sort, bool IsDescending, bool WithSource = false,
    bool IsRanked = false);

/// <summary>Reads every document of a query, in order, in pages of a point in time: what is added or removed meanwhile changes nothing.
/// Thread-safe.</summary>
internal sealed class PagedReader(ElasticsearchClient client)
{
    public const int LargestPage = 10_000;

    // For the caller's work between two pages.
    private const string KeepAlive = "5m";

    /// <summary>Hits as the server gives them, valid until the next page.</summary>
    /// <exception cref="ElasticsearchException">The server has let go of the point (<see cref="ElasticsearchException.IsGone"/>), or failed.</exception>
    public async IAsyncEnumerable<IReadOnlyList<JsonElement>> ReadAsync(PageRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var point = await OpenAsync(request.Indices, cancellationToken);
        byte[]? after = null;
        try
        {
            while (true)
            {
                var (from, id) = (after, point);
                using var json = await client.ReadAsync(
                    HttpMethod.Post, PathOf(request), writer => Write(writer, request, id, from), cancellationToken);
                point = SearchAnswers.Check(json.RootElement).GetProperty("pit_id").GetString()!; // always there with a point in time
                JsonElement[] hits = [.. json.RootElement.GetProperty("hits").GetProperty("hits").EnumerateArray()];
                if (hits.Length > 0)
                {
                    yield return hits;
                    after = SortOf(hits[^1], request.Sort.Count);
                }

                if (hits.Length < LargestPage)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await CloseAsync(point);
        }
    }

    public async Task<string> OpenAsync(IReadOnlyList<string> indices, CancellationToken cancellationToken)
    {
        using var json = await client.ReadAsync(
            HttpMethod.Post, $"/{string.Join(',', indices)}/_pit?keep_alive={KeepAlive}&allow_partial_search_results=false", null, cancellationToken);
        return json.RootElement.GetProperty("id").GetString()!; // the answer to opening one
    }

    /// <summary>Not cancellable: an open point keeps removed documents on the server's disk.</summary>
    public Task CloseAsync(string point) => client.SendAsync(
        HttpMethod.Delete,
        "/_pit",
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, point);
            writer.WriteEndObject();
        },
        CancellationToken.None,
        404);

    public static void WritePoint(Utf8JsonWriter writer, string point)
    {
        writer.WriteStartObject("pit"u8);
        writer.WriteString("id"u8, point);
        writer.WriteString("keep_alive"u8, KeepAlive);
        writer.WriteEndObject();
    }

    /// <summary>The values to go on from. Not the server's own tie-breaker, which is of one point in time only.</summary>
    public static byte[] SortOf(JsonElement hit, int fields) => ElasticsearchClient.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var value in hit.GetProperty("sort").EnumerateArray().Take(fields))
        {
            value.WriteTo(writer);
        }

        writer.WriteEndArray();
    }).ToArray();

    private static string PathOf(PageRequest request) =>
        "/_search?allow_partial_search_results=false" + (request.IsRanked ? "&search_type=dfs_query_then_fetch" : "");

    private static void Write(Utf8JsonWriter writer, PageRequest request, string point, byte[]? after)
    {
        writer.WriteStartObject();
        writer.WriteNumber("size"u8, LargestPage);
        writer.WriteBoolean("track_total_hits"u8, false);
        writer.WriteBoolean("_source"u8, request.WithSource);
        writer.WritePropertyName("query"u8);
        writer.WriteRawValue(request.Query.Span, skipInputValidation: true);
        WritePoint(writer, point);
        SearchBodies.WriteSort(writer, request.Sort, request.IsDescending);
        if (after is not null)
        {
            writer.WritePropertyName("search_after"u8);
            writer.WriteRawValue(after, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
