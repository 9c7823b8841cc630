using Archive.Core.Dependencies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;

namespace Archive.Connectors.Http;

public static class ConnectorHttpServiceCollectionExtensions
{
    /// <param name="name">Of the client, and of the dependency whose state <see cref="DependencyStates"/> tells: "slack:SOURCE".</param>
    /// <summary>Adds the client of one source: retries, timeouts and body checks as in <see cref="ConnectorHttpOptions"/>, no automatic
    /// redirects (they would carry or lose the token by rules of their own), no cookies, and no request logging (addresses hold ids).</summary>
    public static IHttpClientBuilder AddConnectorHttpClient(this IServiceCollection services, string name, ConnectorHttpOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DependencyStates>();
        var client = services.AddHttpClient(name, http =>
        {
            // The pipeline has the timeouts; the client's own would count all retries together.
            http.Timeout = Timeout.InfiniteTimeSpan;
            http.DefaultRequestHeaders.UserAgent.ParseAdd("MessagingArchive/0.1");
        });
        client.RemoveAllLoggers();
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
        client.AddResilienceHandler("connector", (builder, context) =>
            ConnectorPipeline.Build(
                builder,
                options,
                context.ServiceProvider.GetRequiredService<TimeProvider>(),
                state => context.ServiceProvider.GetRequiredService<DependencyStates>().Report(name, state)));
        client.AddHttpMessageHandler(() => new AnswerBufferHandler());
        return client;
    }
}
