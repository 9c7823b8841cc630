using Archive.Connectors.Feishu;
using Archive.Core.Connectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>A Feishu source as the hosts register it, with waits that take no time and a place to break the network.</summary>
internal sealed class FeishuSource : IDisposable
{
    public const string Secret = "simulated-secret-of-the-app";

    private readonly ServiceProvider _services;
    private int _requests;

    public FeishuSource(Uri? baseUrl = null, HttpMessageHandler? network = null, Action<FeishuOptions>? configure = null, DateTimeOffset? now = null)
    {
        Time = new ImpatientTime(new FeishuOptions().Http.AttemptTimeout, now);
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Time);
        services.AddFeishuConnector(o =>
        {
            o.Source = "harbor";
            o.AppId = "cli_harbor";
            o.AppSecret = Secret;
            o.RequestsPerSecond = 10_000;
            o.BaseUrl = baseUrl ?? o.BaseUrl;
            configure?.Invoke(o);
        });
        var client = services.AddHttpClient("feishu:harbor").AddHttpMessageHandler(() => new Breaker(this));
        if (network is not null)
        {
            client.ConfigurePrimaryHttpMessageHandler(() => network);
        }

        _services = services.BuildServiceProvider();
        Connector = _services.GetRequiredService<IChatConnector>();
    }

    public ImpatientTime Time { get; }

    public IChatConnector Connector { get; }

    /// <summary>Requests sent, retries included.</summary>
    public int Requests => _requests;

    /// <summary>The process dies before this request, counted from 1; 0 never.</summary>
    public int DiesAt { get; init; }

    public void Dispose() => _services.Dispose();

    private sealed class Breaker(FeishuSource source) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref source._requests) == source.DiesAt ? throw new KilledException() : base.SendAsync(request, cancellationToken);
    }
}
