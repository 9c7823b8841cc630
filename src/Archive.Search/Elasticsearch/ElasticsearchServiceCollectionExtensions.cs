using Archive.Core.Dependencies;
using Archive.Core.Search;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Archive.Search.Elasticsearch;

public static class ElasticsearchServiceCollectionExtensions
{
    /// <summary>Registers the index on an Elasticsearch cluster, as <see cref="ElasticsearchOptions.Section"/> says. Connects to nothing.</summary>
    public static IServiceCollection AddElasticsearchIndex(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ElasticsearchOptions>().Bind(configuration.GetSection(ElasticsearchOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ElasticsearchOptions>, ElasticsearchOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DependencyStates>();
        AddTransport(services);
        services.AddSingleton<ISearchIndex>(provider => new ElasticsearchIndex(
            provider.GetRequiredService<IElasticsearchTransport>(),
            provider.GetRequiredService<IOptions<ElasticsearchOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

#if ELASTIC_CLIENT
    private static void AddTransport(IServiceCollection services) =>
        services.AddSingleton<IElasticsearchTransport>(provider => new Client.ElasticClientTransport(
            provider.GetRequiredService<IOptions<ElasticsearchOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<DependencyStates>()));
#else
    private const string ClientName = "elasticsearch";

    // Answers hold ids and counts; the largest are pages of 10,000 hits.
    private const long LargestAnswer = 64L * 1024 * 1024;

    private static void AddTransport(IServiceCollection services)
    {
        services.AddHttpClient(ClientName, http =>
            {
                // The pipeline has the time-outs; the client's own would count all retries together.
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.MaxResponseContentBufferSize = LargestAnswer;
            })
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(provider => CreateHandler(provider.GetRequiredService<IOptions<ElasticsearchOptions>>().Value));
        services.AddSingleton<IElasticsearchTransport>(provider => new HttpElasticsearchTransport(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName),
            provider.GetRequiredService<IOptions<ElasticsearchOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<DependencyStates>()));
    }
#endif

    internal static SocketsHttpHandler CreateHandler(ElasticsearchOptions options) => CreateHandler(PinnedAuthority.Find(options));

    internal static SocketsHttpHandler CreateHandler(PinnedAuthority? authority)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(5),

            // The client lives as long as the program: addresses behind names change.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (authority is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => authority.Accepts(certificate, chain, errors);
        }

        return handler;
    }
}
