using Archive.Connectors.Feishu;
using Archive.Connectors.Http;
using Archive.Connectors.Slack;
using Archive.Connectors.WeCom;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Connectors;

/// <summary>Whoever tries a connection with a limit that is only typed does not slow the pulls of the same app down.</summary>
public sealed class CheckBudgetTests : IDisposable
{
    private const double Typed = 0.001;

    private readonly ImpatientTime _time = new(new ConnectorHttpOptions().AttemptTimeout);
    private readonly HttpClient _http = new(new FakeNetwork((_, _) => FakeNetwork.Json("""{"ok":false,"error":"invalid_auth","code":99991543,"errcode":40001}""")));
    private readonly RequestPaces _paces;

    public CheckBudgetTests() => _paces = new RequestPaces(_time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Slack()
    {
        var options = new SlackOptions { Source = "typed", Token = "xoxp-1", RequestsPerSecond = Typed };
        var live = _paces.Find(options.BaseUrl.Authority, new BearerToken("xoxp-1").Fingerprint, "live", 100);

        await KeepsPaceAsync(live, new SlackCheck(options, _http, _paces, _time));
    }

    [Fact]
    public async Task Feishu()
    {
        var options = new FeishuOptions { Source = "typed", AppId = "cli_1", AppSecret = "secret", RequestsPerSecond = Typed };
        var live = _paces.Find(options.BaseUrl.Authority, "cli_1", "live", 100);

        await KeepsPaceAsync(live, new FeishuCheck(options, _http, new TokenCache(_time), _paces, _time, NullLogger<FeishuConnector>.Instance));
    }

    [Fact]
    public async Task WeCom()
    {
        var options = new WeComOptions { Source = "typed", CorpId = "ww1", Secret = "secret", RequestsPerSecond = Typed };
        var live = _paces.Find(options.BaseUrl.Authority, "ww1", "live", 100);
        var launcher = new InProcessSdkLauncher((_, _, _) => Task.CompletedTask);

        await KeepsPaceAsync(live, new WeComCheck(options, _http, new TokenCache(_time), _paces, launcher, _time, NullLogger<WeComConnector>.Instance));
    }

    private async Task KeepsPaceAsync(RequestPace live, ISourceCheck check)
    {
        var findings = await check.RunAsync(Stop).ToListAsync(Stop);
        Assert.Equal(SourceFindingOutcome.Failed, findings[^1].Outcome);
        var before = _time.Waited;

        await live.WaitAsync("a", Stop);
        await live.WaitAsync("a", Stop);

        Assert.True(_time.Waited - before < TimeSpan.FromSeconds(1));
    }
}
