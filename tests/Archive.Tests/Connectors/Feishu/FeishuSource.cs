using Archive.Connectors.Feishu;
using Archive.Simulators.Feishu;

namespace Archive.Tests.Connectors.Feishu;

internal sealed class FeishuSource(
    Uri? baseUrl = null, HttpMessageHandler? network = null, Action<FeishuOptions>? configure = null, DateTimeOffset? now = null)
    : LiveSource(
        "feishu:harbor",
        new FeishuOptions().Http.AttemptTimeout,
        services => services.AddFeishuConnector(o =>
        {
            o.Source = "harbor";
            o.AppId = FeishuApp.Archive.AppId;
            o.AppSecret = FeishuApp.Archive.AppSecret;
            o.RequestsPerSecond = 10_000;
            o.BaseUrl = baseUrl ?? o.BaseUrl;
            configure?.Invoke(o);
        }),
        network,
        now);
