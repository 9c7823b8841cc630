using Archive.Core.Connectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Archive.Tests.Connectors;

/// <summary>A source as the hosts register it, with waits that take no time and a place to break the network.</summary>
internal abstract class LiveSource : IDisposable
{
    private readonly ServiceProvider _services;
    private int _requests;

    /// <param name="client">Name of the source's HTTP client.</param>
    /// <param name="network">In place of the real one.</param>
    /// <param name="now">What the clock shows at first; null for the real time.</param>
    protected LiveSource(string client, TimeSpan attemptTimeout, Action<IServiceCollection> register, HttpMessageHandler? network, DateTimeOffset? now)
    {
        Time = new ImpatientTime(attemptTimeout, now);
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Time);
        register(services);
        var http = services.AddHttpClient(client).AddHttpMessageHandler(() => new Breaker(this));
        if (network is not null)
        {
            http.ConfigurePrimaryHttpMessageHandler(() => network);
        }

        _services = services.BuildServiceProvider();
        Connector = _services.GetRequiredService<IChatConnector>();
    }

    public ImpatientTime Time { get; }

    public IChatConnector Connector { get; }

    public ISourceCheck Check => _services.GetRequiredService<ISourceCheck>();

    /// <summary>Requests sent, retries included.</summary>
    public int Requests => _requests;

    /// <summary>The process dies before this request, counted from 1; 0 never.</summary>
    public int DiesAt { get; init; }

    /// <summary>Counts a request, whatever way it takes to the platform.</summary>
    /// <exception cref="KilledException">The process dies before it.</exception>
    protected void Count()
    {
        if (Interlocked.Increment(ref _requests) == DiesAt)
        {
            throw new KilledException();
        }
    }

    public virtual void Dispose() => _services.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private sealed class Breaker(LiveSource source) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            source.Count();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
