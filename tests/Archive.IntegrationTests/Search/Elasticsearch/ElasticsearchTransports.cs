using Archive.Search.Elasticsearch;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>The transport of this build, as <c>AddElasticsearchIndex</c> registers it.</summary>
internal static class ElasticsearchTransports
{
    /// <param name="handler">In place of the network.</param>
    public static IElasticsearchTransport Create(ElasticsearchOptions options, HttpMessageHandler? handler = null)
    {
#if ELASTIC_CLIENT
        return handler is null
            ? new Archive.Search.Elasticsearch.Client.ElasticClientTransport(options, TimeProvider.System)
            : new Archive.Search.Elasticsearch.Client.ElasticClientTransport(options, TimeProvider.System, () => handler);
#else
        handler ??= ElasticsearchServiceCollectionExtensions.CreateHandler(options);
        return new HttpElasticsearchTransport(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, options, TimeProvider.System);
#endif
    }
}
