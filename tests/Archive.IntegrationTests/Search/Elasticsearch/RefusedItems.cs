using System.Text.Json;
using Archive.Search.Elasticsearch;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>Counts the items that the cluster refused for want of room, in answers that were 200 all the same.</summary>
internal sealed class RefusedItems(IElasticsearchTransport inner) : IElasticsearchTransport
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public async Task<ElasticsearchResponse> SendAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, ElasticsearchBody kind, CancellationToken cancellationToken)
    {
        var response = await inner.SendAsync(method, pathAndQuery, body, kind, cancellationToken);
        if (response.IsSuccess && pathAndQuery.StartsWith("/_bulk", StringComparison.Ordinal))
        {
            using var json = JsonDocument.Parse(response.Body);
            Interlocked.Add(ref _count, json.RootElement.GetProperty("items").EnumerateArray().Count(IsRefused));
        }

        return response;
    }

    private static bool IsRefused(JsonElement item)
    {
        var answer = item.EnumerateObject().First().Value;
        return answer.GetProperty("status").GetInt32() == 429 && answer.GetProperty("error").GetProperty("type").GetString() == "es_rejected_execution_exception";
    }
}
