using Archive.Core.Search;
using Archive.Search.Elasticsearch;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>A transport on which requests are counted, fail, or are preceded by something else.</summary>
internal sealed class FaultyTransport(IElasticsearchTransport inner) : IElasticsearchTransport
{
    public List<string> Requests { get; } = [];

    /// <summary>Runs before a request is passed on; throws to break the connection.</summary>
    public Func<HttpMethod, string, Task>? Before { get; set; }

    public static IndexUnavailableException Broken => new("The test broke the connection.");

    public async Task<ElasticsearchResponse> SendAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, ElasticsearchBody kind, CancellationToken cancellationToken)
    {
        Requests.Add($"{method} {pathAndQuery}");
        if (Before is not null)
        {
            await Before(method, pathAndQuery);
        }

        return await inner.SendAsync(method, pathAndQuery, body, kind, cancellationToken);
    }
}
