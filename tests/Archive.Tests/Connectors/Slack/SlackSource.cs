using Archive.Connectors.Slack;

namespace Archive.Tests.Connectors.Slack;

internal sealed class SlackSource(
    SlackApiKind api, Uri? baseUrl = null, HttpMessageHandler? network = null, Action<SlackOptions>? configure = null, DateTimeOffset? now = null)
    : LiveSource(
        "slack:harbor",
        new SlackOptions().Http.AttemptTimeout,
        services => services.AddSlackConnector(o =>
        {
            o.Source = "harbor";
            o.Token = api == SlackApiKind.Discovery ? "xoxp-simulated-discovery" : "xoxb-simulated-web";
            o.Api = api;
            o.RequestsPerSecond = 10_000;
            o.BaseUrl = baseUrl ?? new Uri("https://slack.com/api/");
            configure?.Invoke(o);
        }),
        network,
        now);
