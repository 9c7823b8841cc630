using System.Net;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;
using Archive.Core.Dependencies;
using Archive.IntegrationTests.Hooks;
using Archive.IntegrationTests.Storage;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Simulators.WeCom;
using Archive.Tests.Connectors.Callbacks;
using Archive.Web.Auth;
using Archive.Web.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Web;

/// <summary>What the forms of the other platforms have that Slack's has not: private keys as text, and events.</summary>
public sealed class SourcePlatformFormTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    private static readonly (string, string)[] Shared =
        [("s.Schedule", "m15"), ("s.Retention:MinimumDays", "30"), ("s.Retention:Action", "Keep"), ("s.Retention:Policy", "test@1")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_of_Feishu_is_tried_against_the_platform()
    {
        await using var platform = await FeishuSimulator.StartAsync(BankCorpusGenerator.Generate(100, 3), new FeishuSimulatorOptions(), Stop);
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);

        var good = await TryAsync(FeishuApp.Archive.AppSecret);
        var wrong = await TryAsync("somebody-elses");

        Assert.Contains("Conversations can be read.", good, StringComparison.Ordinal);
        Assert.Contains("It can be captured", good, StringComparison.Ordinal);
        Assert.Contains("App id or secret is wrong.", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody-elses", wrong, StringComparison.Ordinal);

        Task<string> TryAsync(string secret) => PostAsync(
            browser, "/sources/new/feishu", "Check",
            ("s.Name", "lark"), ("s.AppId", FeishuApp.Archive.AppId), ("s.AppSecret", secret), ("s.Address", platform.BaseAddress.ToString()), ("s.RequestsPerSecond", "10000"));
    }

    [Fact]
    public async Task Events_are_taken_while_the_source_is_there_and_not_before_or_after()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        using var http = new HttpClient(new SocketsHttpHandler());
        var hook = new Uri(fixture.Address, "/hooks/lark-events");
        var before = await PushAsync();

        var half = await PostAsync(browser, "/sources/new/feishu", "Save", Feishu(("s.Callback:EncryptKey", SignedRequest.FeishuKey)));
        await PostAsync(browser, "/sources/new/feishu", "Save", Feishu(("s.Callback:EncryptKey", SignedRequest.FeishuKey), ("s.Callback:VerificationToken", "vt-9")));
        var during = await PushAsync();
        var page = await browser.ReadAsync("/sources");
        await browser.PostAsync("/sources/lark-events/remove", "/sources/lark-events/remove", ("revision", "1"), ("understood", "true"));
        var after = await PushAsync();

        Assert.Equal((404, 200, 404), (before, during, after));
        Assert.Contains("Fill in both values of the events, or neither.", half, StringComparison.Ordinal);
        Assert.Contains($"<code>{hook}</code>", page, StringComparison.Ordinal);

        async Task<int> PushAsync() => (await HookFixture.SendAsync(http, hook, SignedRequest.Feishu(
            """{"schema":"2.0","header":{"event_id":"e1","event_type":"im.message.receive_v1","token":"vt-9","app_id":"cli_x"},"event":{"message":{"chat_id":"oc_x"}}}""", TimeProvider.System.GetUtcNow()))).Status;
    }

    [Fact]
    public async Task Private_keys_are_pasted_counted_kept_and_removed_by_version()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        var (one, two) = (WeComKey.Generate(1, DateTimeOffset.MinValue).Pkcs8Pem, WeComKey.Generate(2, DateTimeOffset.MinValue).Pkcs8Pem);
        var none = await PostAsync(browser, "/sources/new/wecom", "Save", WeCom());
        var unnumbered = await PostAsync(browser, "/sources/new/wecom", "Save", WeCom(("s.PrivateKeys.number", "first"), ("s.PrivateKeys", one)));

        await PostAsync(browser, "/sources/new/wecom", "Save", WeCom(("s.PrivateKeys.number", "1"), ("s.PrivateKeys", one)));
        await PostAsync(browser, "/sources/keys-desk/edit", "Save", WeCom(("revision", "1"), ("s.PrivateKeys.number", "2"), ("s.PrivateKeys", two)));
        var both = await StoredAsync();
        var page = await browser.ReadAsync("/sources/keys-desk/edit");
        await PostAsync(browser, "/sources/keys-desk/edit", "Save", WeCom(("revision", "2"), ("s.PrivateKeys.remove", "PrivateKeys:1")));
        var left = await StoredAsync();
        var empty = await PostAsync(browser, "/sources/keys-desk/edit", "Save", WeCom(("revision", "3"), ("s.PrivateKeys.remove", "PrivateKeys:2")));
        await browser.PostAsync("/sources/keys-desk/remove", "/sources/keys-desk/remove", ("revision", "3"), ("understood", "true"));

        Assert.Contains("f-PrivateKeys-problem", none, StringComparison.Ordinal);
        Assert.Contains("the version as a whole number", unnumbered, StringComparison.Ordinal);
        Assert.Equal(["PrivateKeys:1", "PrivateKeys:2"], both.Keys.Where(k => k.StartsWith("PrivateKeys", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal((one.Trim(), two.Trim()), (both["PrivateKeys:1"].ReplaceLineEndings("\n"), both["PrivateKeys:2"].ReplaceLineEndings("\n")));
        Assert.Contains("Version 1", page, StringComparison.Ordinal);
        Assert.DoesNotContain(one.Split('\n')[3], page, StringComparison.Ordinal);
        Assert.Equal(["PrivateKeys:2"], left.Keys.Where(k => k.StartsWith("PrivateKeys", StringComparison.Ordinal)));
        Assert.Contains("f-PrivateKeys-problem", empty, StringComparison.Ordinal);

        async Task<IReadOnlyDictionary<string, string>> StoredAsync() =>
            (await fixture.Services.GetRequiredService<IStoredSources>().ReadAsync(Stop)).Single(s => s.Name == "keys-desk").Settings;
    }

    [Fact]
    public async Task A_source_of_WeCom_with_its_keys_as_text_is_tried_against_the_platform()
    {
        var key = WeComKey.Generate(1, DateTimeOffset.MinValue);
        var options = new WeComSimulatorOptions { Keys = [key], ExtraOneIn = 0, ControlOneIn = 0 };
        await using var platform = await WeComSimulator.StartAsync(BankCorpusGenerator.Generate(200, 3), options, Stop);
        await using var host = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<RequestPaces>().AddSingleton<TokenCache>()
            .AddSingleton<ISdkLauncher>(new InProcessSdkLauncher(platform.ServeSdkAsync)).BuildServiceProvider();
        var settings = new Dictionary<string, string>
        {
            ["CorpId"] = options.CorpId, ["Secret"] = options.ArchiveSecret, ["ContactSecret"] = options.ContactSecret, ["Address"] = platform.BaseAddress.ToString(), ["PrivateKeys:1"] = key.Pkcs8Pem,
        };

        var findings = await TryAsync(settings);
        settings["PrivateKeys:1"] = "-----BEGIN PRIVATE KEY-----\nbm8ga2V5\n-----END PRIVATE KEY-----";
        var broken = await TryAsync(settings);

        Assert.DoesNotContain(findings, f => f.Outcome == SourceFindingOutcome.Failed);
        Assert.Contains(findings, f => f is { Step: SourceCheckStep.Credentials, Outcome: SourceFindingOutcome.Good });
        Assert.Contains("Private key 1 of source desk cannot be read.", Assert.Single(broken).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("bm8ga2V5", broken[0].Message, StringComparison.Ordinal);

        async Task<IReadOnlyList<SourceFinding>> TryAsync(Dictionary<string, string> with)
        {
            var (services, source) = SourceServices.Build(new StoredSource("desk", "wecom", with), host, new DependencyStates(TimeProvider.System));
            await using (services)
            {
                return await PatientCheck.RunAsync(source.Check!(), TimeProvider.System, Stop); // a platform has one
            }
        }
    }

    private static (string, string)[] Feishu(params (string, string)[] more) => [("s.Name", "lark-events"), ("s.AppId", "cli_x"), ("s.AppSecret", "app-secret"), .. Shared, .. more];

    private static (string, string)[] WeCom(params (string, string)[] more) => [("s.Name", "keys-desk"), ("s.CorpId", "ww1"), ("s.Secret", "corp-secret"), .. Shared, .. more];

    private static async Task<string> PostAsync(Browser browser, string page, string handler, params (string, string)[] fields)
    {
        var all = fields.Any(f => f.Item1 == "s.Schedule") ? fields : [.. fields, .. Shared];
        return WebUtility.HtmlDecode(await (await browser.PostAsync(page, page, $"{page}?handler={handler}", all)).Content.ReadAsStringAsync(Stop));
    }
}

/// <summary>Two processes over one store.</summary>
public sealed class SharedSourceTests(PostgreSqlTestServer server) : IAsyncDisposable
{
    private readonly PostgreSqlWebFixture _first = new(server);
    private PostgreSqlWebFixture? _second;

    [Fact]
    public async Task What_one_process_saved_or_removed_the_other_takes_up_by_itself()
    {
        await _first.RequireAsync();
        _second = new PostgreSqlWebFixture(server) { Beside = _first };
        await _second.RequireAsync();
        var catalog = _second.Services.GetRequiredService<SourceCatalog>();
        using var browser = await _first.OpenAsAsync(ArchiveRoles.Operator);

        await browser.PostAsync(
            "/sources/new/slack", "/sources/new/slack", "/sources/new/slack?handler=Save",
            ("s.Name", "desk"), ("s.Api", "web"), ("s.Token", "xoxp-1"), ("s.Schedule", "h1"), ("s.Retention:MinimumDays", "30"), ("s.Retention:Action", "Keep"), ("s.Retention:Policy", "test@1"));
        await UntilAsync(() => catalog.Find("desk") is not null);
        Assert.Equal("desk", catalog.Find("desk")!.Open().Source); // it was waited for

        await browser.PostAsync("/sources/desk/remove", "/sources/desk/remove", ("revision", "1"), ("understood", "true"));
        await UntilAsync(() => catalog.Find("desk") is null);
    }

    public async ValueTask DisposeAsync()
    {
        await (_second?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _first.DisposeAsync();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var end = TimeProvider.System.GetUtcNow().AddSeconds(40); !condition(); await Task.Delay(200, TestContext.Current.CancellationToken))
        {
            Assert.True(TimeProvider.System.GetUtcNow() < end, "It was not taken up.");
        }
    }
}
