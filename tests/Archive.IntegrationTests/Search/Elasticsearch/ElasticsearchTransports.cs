using Archive.Core.Dependencies;
using Archive.Search.Elasticsearch;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>The transport of this build, as <c>AddElasticsearchIndex</c> registers it.</summary>
internal static class ElasticsearchTransports
{
    /// <param name="handler">In place of the network.</param>
    public static IElasticsearchTransport Create(ElasticsearchOptions options, HttpMessageHandler? handler = null, DependencyStates? states = null)
    {
        states ??= new DependencyStates(TimeProvider.System);
#if ELASTIC_CLIENT
        return handler is null
            ? new Archive.Search.Elasticsearch.Client.ElasticClientTransport(options, TimeProvider.System, states)
            : new Archive.Search.Elasticsearch.Client.ElasticClientTransport(options, TimeProvider.System, states, () => handler);
#else
        handler ??= ElasticsearchServiceCollectionExtensions.CreateHandler(options);
        return new HttpElasticsearchTransport(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, options, TimeProvider.System, states);
#endif
    }
}
