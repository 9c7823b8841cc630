using System.Net;
using Archive.Connectors.Feishu;
using Archive.Core.Connectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>Every code of the platform's that a run may meet, and what a person is told.</summary>
public sealed class FeishuErrorTests
{
    private const string History = "im/v1/messages";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(99991663, ConnectorFailure.Unauthorized, "a new one too")]
    [InlineData(99991664, ConnectorFailure.Unauthorized, "a new one too")]
    [InlineData(99991671, ConnectorFailure.Unauthorized, "Feishu and Lark are apart")]
    [InlineData(99991661, ConnectorFailure.Unauthorized, "no proxy")]
    [InlineData(99991668, ConnectorFailure.Unauthorized, "token of a person")]
    [InlineData(99991677, ConnectorFailure.Unauthorized, "token of a person")]
    [InlineData(99991543, ConnectorFailure.Unauthorized, "App id or secret is wrong")]
    [InlineData(99991662, ConnectorFailure.Unauthorized, "disabled or not installed")]
    [InlineData(99991673, ConnectorFailure.Unauthorized, "release and approval")]
    [InlineData(99991672, ConnectorFailure.Unauthorized, "im:message or im:message:readonly or im:message.history:readonly")]
    [InlineData(99991676, ConnectorFailure.Unauthorized, "lacks a scope")]
    [InlineData(99991679, ConnectorFailure.Unauthorized, "lacks a scope")]
    [InlineData(230006, ConnectorFailure.Unauthorized, "no bot ability")]
    [InlineData(232025, ConnectorFailure.Unauthorized, "no bot ability")]
    [InlineData(230027, ConnectorFailure.Unauthorized, "im:message.group_msg")]
    [InlineData(10012, ConnectorFailure.Unauthorized, "marketplace")]
    [InlineData(99991400, ConnectorFailure.Throttled, "Lower RequestsPerSecond")]
    [InlineData(230001, ConnectorFailure.Permanent, "look for an update")]
    [InlineData(4711, ConnectorFailure.Permanent, "look for an update")]
    public async Task Says_what_a_person_has_to_do(int code, ConnectorFailure kind, string words)
    {
        foreach (var status in new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest })
        {
            var tenant = new FakeTenant { ErrorStatus = status }.On(
                History, $$"""{"code":{{code}},"msg":"Access denied. One of the following scopes is required: [im:message, im:message:readonly, im:message.history:readonly]. See https://open.feishu.cn/app"}""");

            var failure = await FailAsync(tenant);

            Assert.Equal(kind, failure.Kind);
            Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, 1500)]
    [InlineData(HttpStatusCode.InternalServerError, 230002)]
    [InlineData(HttpStatusCode.BadGateway, 4711)]
    [InlineData(HttpStatusCode.OK, 1500)]
    [InlineData(HttpStatusCode.BadRequest, 1503)]
    public async Task What_may_work_later_is_tried_again_whatever_code_stands_in_its_body(HttpStatusCode status, int code)
    {
        foreach (var method in new[] { History, "auth/v3/tenant_access_token/internal" })
        {
            var tenant = new FakeTenant { ErrorStatus = status }.On(method, $$"""{"code":{{code}},"msg":"internal error"}""");

            var failure = await FailAsync(tenant);

            Assert.Equal(ConnectorFailure.Transient, failure.Kind);
            Assert.Contains($"{method} answered status", failure.Message, StringComparison.Ordinal);
            Assert.Equal(6, tenant.Count(method));
        }
    }

    [Theory]
    [InlineData(99991663)]
    [InlineData(99991664)]
    [InlineData(99991671)]
    [InlineData(99991661)]
    public async Task Asks_for_another_token_once(int code)
    {
        var tenant = new FakeTenant().On(History, $$"""{"code":{{code}},"msg":"token"}""");

        await FailAsync(tenant);

        Assert.Equal((2, 2), (tenant.Count(History), tenant.Count("auth/v3/tenant_access_token/internal")));
    }

    [Theory]
    [InlineData("""{"code":10003,"msg":"invalid param"}""", ConnectorFailure.Permanent)]
    [InlineData("""{"code":99991543,"msg":"wrong"}""", ConnectorFailure.Unauthorized)]
    [InlineData("""{"code":0,"msg":"ok"}""", ConnectorFailure.Unauthorized)]
    [InlineData("""{"code":0,"tenant_access_token":"","expire":7200}""", ConnectorFailure.Unauthorized)]
    [InlineData("""{"msg":"no code"}""", ConnectorFailure.Permanent)]
    public async Task Never_goes_on_without_a_token(string answer, ConnectorFailure kind) =>
        Assert.Equal(kind, (await FailAsync(new FakeTenant().On("auth/v3/tenant_access_token/internal", answer))).Kind);

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, ConnectorFailure.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound, ConnectorFailure.Permanent)]
    [InlineData(HttpStatusCode.Found, ConnectorFailure.Permanent)]
    [InlineData(HttpStatusCode.BadGateway, ConnectorFailure.Transient)]
    public async Task Understands_statuses_with_pages_of_proxies(HttpStatusCode status, ConnectorFailure kind)
    {
        using var network = new FakeNetwork((_, _) => FakeNetwork.Json(status == HttpStatusCode.Found ? "{}" : "<html>", status));
        using var source = new FeishuSource(network: network);

        Assert.Equal(kind, Assert.IsType<ConnectorException>(await new ReadRun().GoAsync(source.Connector, Cancellation)).Kind);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.OK)]
    public async Task Waits_as_long_as_the_platform_asks_in_its_own_header(HttpStatusCode status)
    {
        using var network = new FakeNetwork((_, n) =>
        {
            var answer = FakeNetwork.Json(n == 1 ? """{"code":99991400,"msg":"limit"}""" : """{"code":99991662,"msg":"off"}""", n == 1 ? status : HttpStatusCode.OK);
            answer.Headers.Add("x-ogw-ratelimit-reset", "40");
            return answer;
        });
        using var source = new FeishuSource(network: network);

        var failure = await new ReadRun().GoAsync(source.Connector, Cancellation);

        Assert.Equal(ConnectorFailure.Unauthorized, Assert.IsType<ConnectorException>(failure).Kind);
        Assert.Equal(2, network.Requests.Count);
        Assert.InRange(source.Time.Waited, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(42));
    }

    [Theory]
    [InlineData("application/v6/scopes", """{"code":0,"data":{"scopes":[{"scope_name":"im:message.group_at_msg","grant_status":1},{"scope_name":"im:message.group_msg","grant_status":2}]}}""", "was not granted im:message.group_msg")]
    [InlineData("im/v1/messages", """{"code":0,"data":{"has_more":false,"items":[]}}""", "sees no message in any of its 1 chats")]
    [InlineData("im/v1/chats", """{"code":0,"data":{"has_more":false,"items":[]}}""", "is in no chat")]
    public async Task Alarms_where_nothing_would_pass_for_success(string method, string answer, string words)
    {
        var failure = await FailAsync(new FakeTenant().On(method, answer));

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"code":0,"data":{}}""")]
    [InlineData("""{"code":0}""")]
    [InlineData("""{"code":0,"data":{"has_more":true,"items":[]}}""")]
    public async Task Takes_no_answer_without_its_list_for_an_empty_one(string answer) =>
        Assert.Equal(ConnectorFailure.Transient, (await FailAsync(new FakeTenant().On("im/v1/chats", answer))).Kind);

    [Fact]
    public async Task Shows_its_secret_nowhere()
    {
        var failure = await FailAsync(new FakeTenant().On(History, """{"code":99991663,"msg":"token"}"""));
        var options = new FeishuOptions { Source = "s", AppId = "cli_1", AppSecret = "very-secret" };

        Assert.DoesNotContain("simulated-secret", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("t-1", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal("s (app cli_1, https://open.feishu.cn/)", options.ToString());
    }

    [Fact]
    public async Task Says_which_secret_cannot_be_read()
    {
        using var source = new FeishuSource(network: new FakeTenant().Network, configure: o => (o.AppSecret, o.AppSecretFile) = (null, "/nowhere/secret"));

        var failure = Assert.IsType<ConnectorException>(await new ReadRun().GoAsync(source.Connector, Cancellation));

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Contains("AppSecretFile", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "https://open.feishu.cn", "00:10:00", "exactly one of AppSecret and AppSecretFile")]
    [InlineData("s", "/file", "https://open.feishu.cn", "00:10:00", "exactly one of AppSecret and AppSecretFile")]
    [InlineData("s", null, "http://open.feishu.cn", "00:10:00", "https")]
    [InlineData("s", null, "https://open.feishu.cn", "00:00:59", "Overlap")]
    public void Refuses_options_that_cannot_work(string? secret, string? file, string url, string overlap, string words)
    {
        var failure = Assert.ThrowsAny<OptionsValidationException>(() => new ServiceCollection().AddFeishuConnector(o =>
        {
            (o.Source, o.AppId, o.AppSecret, o.AppSecretFile) = ("s", "cli_1", secret, file);
            (o.BaseUrl, o.Overlap) = (new Uri(url), TimeSpan.Parse(overlap, System.Globalization.CultureInfo.InvariantCulture));
        }));

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<ConnectorException> FailAsync(FakeTenant tenant)
    {
        using var source = new FeishuSource(network: tenant.Network);
        return Assert.IsType<ConnectorException>(await new ReadRun().GoAsync(source.Connector, Cancellation));
    }
}
