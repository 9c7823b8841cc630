using System.Net;
using Archive.Connectors.Slack;
using Archive.Core.Connectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Archive.Tests.Connectors.Slack;

public sealed class ConnectorSlackErrorTests
{
    [Theory]
    [InlineData("""{"ok":false,"error":"token_revoked"}""", ConnectorFailure.Unauthorized, "Install the app again")]
    [InlineData("""{"ok":false,"error":"account_inactive"}""", ConnectorFailure.Unauthorized, "deactivated")]
    [InlineData("""{"ok":false,"error":"not_allowed_token_type"}""", ConnectorFailure.Unauthorized, "user token")]
    [InlineData("""{"ok":false,"error":"missing_scope","needed":"discovery:read","provided":"users:read"}""", ConnectorFailure.Unauthorized, "lacks the scope discovery:read; it has users:read")]
    [InlineData("""{"ok":false,"error":"team_added_to_org"}""", ConnectorFailure.Transient, "some hours")]
    [InlineData("""{"ok":false,"error":"internal_error"}""", ConnectorFailure.Transient, "after all retries")]
    [InlineData("""{"ok":false,"error":"invalid_arg_name"}""", ConnectorFailure.Permanent, "look for an update")]
    [InlineData("""{"ok":false}""", ConnectorFailure.Permanent, "no error code")]
    [InlineData("""{"ok":true,"enterprise":{"id":""}}""", ConnectorFailure.Unauthorized, "organisation-wide install")]
    [InlineData("""{"ok":tru""", ConnectorFailure.Transient, "not complete JSON")]
    [InlineData("<html>sign in</html>", ConnectorFailure.Transient, "not complete JSON")]
    public async Task Says_what_a_person_has_to_do(string body, ConnectorFailure kind, string words)
    {
        var failure = await FailAsync((_, _) => FakeNetwork.Json(body));

        Assert.Equal(kind, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("xoxp-simulated", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, ConnectorFailure.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound, ConnectorFailure.Permanent)]
    [InlineData(HttpStatusCode.Found, ConnectorFailure.Permanent)]
    [InlineData(HttpStatusCode.BadGateway, ConnectorFailure.Transient)]
    public async Task Understands_statuses_with_pages_of_proxies(HttpStatusCode status, ConnectorFailure kind) =>
        Assert.Equal(kind, (await FailAsync((_, _) => FakeNetwork.Json(status == HttpStatusCode.Found ? "{}" : "<html>", status))).Kind);

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.OK)]
    public async Task Waits_as_long_as_the_platform_asks(HttpStatusCode status)
    {
        using var network = new FakeNetwork((_, n) => n == 1
            ? FakeNetwork.Json("""{"ok":false,"error":"ratelimited"}""", status, retryAfter: 30)
            : FakeNetwork.Json("""{"ok":false,"error":"token_revoked"}"""));
        using var source = new SlackSource(SlackApiKind.Discovery, network: network);

        var failure = await new ReadRun().GoAsync(source.Connector, TestContext.Current.CancellationToken);

        Assert.Equal(ConnectorFailure.Unauthorized, Assert.IsType<ConnectorException>(failure).Kind);
        Assert.Equal(2, network.Requests.Count);
        Assert.InRange(source.Time.Waited, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(32));
    }

    [Fact]
    public async Task Ends_as_throttled_when_the_platform_asks_for_longer_than_a_run_may_wait()
    {
        var calls = 0;
        var failure = await FailAsync((_, n) =>
        {
            calls = n;
            return FakeNetwork.Json("""{"ok":false,"error":"ratelimited"}""", HttpStatusCode.TooManyRequests, retryAfter: 3_600);
        });

        Assert.Equal((ConnectorFailure.Throttled, 1), (failure.Kind, calls));
    }

    [Fact]
    public async Task An_empty_user_list_is_no_success()
    {
        var failure = await FailAsync((request, _) => FakeNetwork.Json(request.RequestUri!.AbsolutePath.EndsWith("enterprise.info", StringComparison.Ordinal) // clients always set an address
            ? """{"ok":true,"enterprise":{"id":"E1","teams":[{"id":"T1"}]}}""" : """{"ok":true,"users":[]}"""));

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
    }

    [Fact]
    public async Task Restarts_a_conversation_whose_cursor_has_expired()
    {
        var run = new ReadRun();
        using var network = new FakeNetwork((request, _) => FakeNetwork.Json(Web(request.RequestUri!))); // clients always set an address
        using var source = new SlackSource(SlackApiKind.Web, network: network);

        Assert.Null(await run.GoAsync(source.Connector, TestContext.Current.CancellationToken, pages: 2));
        Assert.Contains("stale", run.Cursor.Find("position"), StringComparison.Ordinal);
        Assert.Null(await run.GoAsync(source.Connector, TestContext.Current.CancellationToken));

        Assert.Equal(3, run.Items.Count);
        Assert.Equal("1000000002.000000", run.Cursor.Find("mark:C1"));

        string Web(Uri address) => address.AbsolutePath["/api/".Length..] switch
        {
            "auth.test" => """{"ok":true,"team_id":"T1"}""",
            "users.list" => """{"ok":true,"members":[{"id":"U1","team_id":"T1","name":"al"}]}""",
            "conversations.list" => """{"ok":true,"channels":[{"id":"C1","name":"c","is_member":true},{"id":"C2","name":"d","is_member":false}]}""",
            "conversations.members" => """{"ok":true,"members":["U1"]}""",
            _ when address.Query.Contains("stale", StringComparison.Ordinal) => """{"ok":false,"error":"invalid_cursor"}""",
            _ when run.Items.Count == 0 => """{"ok":true,"messages":[{"type":"message","user":"U1","ts":"1000000002.000000","text":"b"}],"response_metadata":{"next_cursor":"stale"}}""",
            _ => """{"ok":true,"messages":[{"type":"message","user":"U1","ts":"1000000002.000000","text":"b"},{"type":"message","user":"U1","ts":"1000000001.000000","text":"a"}]}""",
        };
    }

    [Fact]
    public async Task Lists_everything_again_when_the_cursor_of_a_listing_has_expired()
    {
        var expired = false;
        using var network = new FakeNetwork((request, _) => FakeNetwork.Json(Web(request.RequestUri!))); // clients always set an address
        using var source = new SlackSource(SlackApiKind.Web, network: network);
        var run = new ReadRun();

        Assert.Null(await run.GoAsync(source.Connector, TestContext.Current.CancellationToken));

        Assert.Equal(["mark:C1", "mark:C2"], run.Cursor.Parts.Keys.Where(p => p.StartsWith("mark:", StringComparison.Ordinal)).Order());

        string Web(Uri address)
        {
            switch (address.AbsolutePath["/api/".Length..])
            {
                case "auth.test":
                    return """{"ok":true,"team_id":"T1"}""";
                case "users.list":
                    return """{"ok":true,"members":[{"id":"U1","team_id":"T1","name":"al"}]}""";
                case "conversations.list" when !address.Query.Contains("second", StringComparison.Ordinal):
                    return """{"ok":true,"channels":[{"id":"C1","name":"c","is_member":true}],"response_metadata":{"next_cursor":"second"}}""";
                case "conversations.list" when !expired:
                    expired = true;
                    return """{"ok":false,"error":"invalid_cursor"}""";
                case "conversations.list":
                    return """{"ok":true,"channels":[{"id":"C2","name":"d","is_member":true}]}""";
                case "conversations.members":
                    return """{"ok":true,"members":["U1"]}""";
                default:
                    return """{"ok":true,"messages":[{"type":"message","user":"U1","ts":"1000000001.000000","text":"a"}]}""";
            }
        }
    }

    [Theory]
    [InlineData(null, null, "https://slack.com/api/", "exactly one of Token and TokenFile")]
    [InlineData("xoxp-1", null, "http://slack.com/api/", "https")]
    public void Refuses_options_that_cannot_work(string? token, string? file, string url, string words)
    {
        var failure = Assert.ThrowsAny<OptionsValidationException>(() => new ServiceCollection().AddSlackConnector(o =>
        {
            o.Source = "s";
            (o.Token, o.TokenFile, o.BaseUrl) = (token, file, new Uri(url));
        }));

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<ConnectorException> FailAsync(Func<HttpRequestMessage, int, HttpResponseMessage> answer)
    {
        using var network = new FakeNetwork(answer);
        using var source = new SlackSource(SlackApiKind.Discovery, network: network);
        return Assert.IsType<ConnectorException>(await new ReadRun().GoAsync(source.Connector, TestContext.Current.CancellationToken));
    }
}
