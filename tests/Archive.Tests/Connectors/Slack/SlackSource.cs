using Archive.Connectors.Slack;
using Archive.Core.Connectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Archive.Tests.Connectors.Slack;

/// <summary>A Slack source as the hosts register it, with waits that take no time and a place to break the network.</summary>
internal sealed class SlackSource : IDisposable
{
    private readonly ServiceProvider _services;
    private int _requests;

    public SlackSource(SlackApiKind api, Uri? baseUrl = null, HttpMessageHandler? network = null, Action<SlackOptions>? configure = null)
    {
        var options = new SlackOptions();
        Time = new ImpatientTime(options.Http.AttemptTimeout);
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Time);
        services.AddSlackConnector(o =>
        {
            o.Source = "harbor";
            o.Token = api == SlackApiKind.Discovery ? "xoxp-simulated-discovery" : "xoxb-simulated-web";
            o.Api = api;
            o.RequestsPerSecond = 10_000;
            o.BaseUrl = baseUrl ?? new Uri("https://slack.com/api/");
            configure?.Invoke(o);
        });
        var client = services.AddHttpClient("slack:harbor").AddHttpMessageHandler(() => new Breaker(this));
        if (network is not null)
        {
            client.ConfigurePrimaryHttpMessageHandler(() => network);
        }

        _services = services.BuildServiceProvider();
        Connector = _services.GetRequiredService<IChatConnector>();
        Check = _services.GetRequiredService<ISourceCheck>();
    }

    public ImpatientTime Time { get; }

    public IChatConnector Connector { get; }

    public ISourceCheck Check { get; }

    /// <summary>Requests sent, retries included.</summary>
    public int Requests => _requests;

    /// <summary>The process dies before this request, counted from 1; 0 never.</summary>
    public int DiesAt { get; init; }

    public void Dispose() => _services.Dispose();

    private sealed class Breaker(SlackSource source) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref source._requests) == source.DiesAt ? throw new KilledException() : base.SendAsync(request, cancellationToken);
    }
}
