using System.Net;
using Archive.Simulators.Feishu;
using Archive.Tests.Simulators.Slack;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

public sealed class FeishuTokenTests : FeishuSimulatorTests
{
    private const string Chats = "im/v1/chats?page_size=1";

    [Fact]
    public async Task Gives_out_one_token_until_half_an_hour_is_left_and_then_another_beside_it()
    {
        var time = new FakeTimeProvider(SampleCorpus.Today);
        var simulator = await StartAsync(o => o.Time = time);
        using var client = new FeishuTestClient(simulator);

        var first = await client.AskTokenAsync(Token);
        time.Advance(TimeSpan.FromMinutes(90));
        var same = await client.AskTokenAsync(Token);
        time.Advance(TimeSpan.FromSeconds(1));
        var second = await client.AskTokenAsync(Token);

        Assert.StartsWith("t-", first.Text("tenant_access_token"), StringComparison.Ordinal);
        Assert.Equal(7_200, first.GetProperty("expire").GetInt32());
        Assert.Equal("ok", first.Text("msg"));
        Assert.False(first.TryGetProperty("data", out _));
        Assert.Equal(first.Text("tenant_access_token"), same.Text("tenant_access_token"));
        Assert.Equal(1_800, same.GetProperty("expire").GetInt32());
        Assert.NotEqual(first.Text("tenant_access_token"), second.Text("tenant_access_token"));
        Assert.Equal(7_200, second.GetProperty("expire").GetInt32());
        foreach (var token in new[] { first, second })
        {
            client.UseToken(token.Text("tenant_access_token"));
            Assert.Equal(0, await client.CodeAsync(Chats, Token));
        }

        time.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(0, await client.CodeAsync(Chats, Token));
        client.UseToken(first.Text("tenant_access_token"));
        Assert.Equal(99991663, await client.CodeAsync(Chats, Token));
        Assert.Equal(2, simulator.TokenCount);
    }

    [Theory]
    [InlineData("cli_other", "simulated-secret", 99991543)]
    [InlineData("cli_simulatedarchive", "guess", 99991543)]
    public async Task Refuses_a_wrong_id_or_secret(string id, string secret, int code)
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        var answer = await client.AskTokenAsync(new { app_id = id, app_secret = secret }, Token);

        Assert.Equal(code, answer.GetProperty("code").GetInt32());
        Assert.DoesNotContain(secret, answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_request_for_a_token_without_its_fields()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        Assert.Equal(230001, (await client.AskTokenAsync(new { app_id = "cli_simulatedarchive" }, Token)).GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("", 99991661)]
    [InlineData("u-user-token", 99991671)]
    [InlineData("t-unknown", 99991663)]
    public async Task Names_what_is_wrong_with_a_token(string token, int code)
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);
        client.UseToken(token);

        using var response = await client.SendAsync(Chats, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await client.CodeAsync(Chats, Token));
    }

    [Theory]
    [InlineData(FeishuAppState.Disabled, 99991662)]
    [InlineData(FeishuAppState.Unpublished, 99991673)]
    public async Task Refuses_an_app_that_may_not_be_used(FeishuAppState state, int code)
    {
        var simulator = await StartAsync(o => o.App = FeishuApp.Archive with { State = state });
        using var client = new FeishuTestClient(simulator);

        Assert.Equal(code, (await client.AskTokenAsync(Token)).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Lets_a_token_die_in_the_middle_of_a_walk()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);
        var query = $"im/v1/messages?container_id_type=chat&container_id={simulator.IdOf(Sample.General)}&page_size=10";
        var page = await client.DataAsync(query, Token);

        simulator.ExpireTokens();

        Assert.Equal(99991663, await client.CodeAsync($"{query}&page_token={page.Text("page_token")}", Token));
        Assert.Equal(65, (await client.HistoryAsync(simulator.IdOf(Sample.General), 10, Token)).Count);
        Assert.Equal(2, simulator.TokenCount);
    }

    [Fact]
    public async Task Answers_errors_with_http_200_where_that_is_wanted()
    {
        var simulator = await StartAsync(o => o.ErrorStatus = 200);
        using var client = new FeishuTestClient(simulator);
        client.UseToken("t-unknown");

        using var response = await client.SendAsync(Chats, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(99991663, await client.CodeAsync(Chats, Token));
    }

    [Fact]
    public async Task Refuses_everything_about_messages_and_chats_to_an_app_without_a_bot()
    {
        var simulator = await StartAsync(o => o.App = FeishuApp.Archive with { HasBot = false });
        using var client = new FeishuTestClient(simulator);

        Assert.Equal(230006, await client.CodeAsync($"im/v1/messages?container_id_type=chat&container_id={simulator.IdOf(Sample.General)}", Token));
        Assert.Equal(232025, await client.CodeAsync(Chats, Token));
    }

    [Fact]
    public async Task Writes_no_token_and_no_parameter_into_its_log()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        _ = await client.DataAsync(Chats, Token);

        Assert.Equal(["POST/open-apis/auth/v3/tenant_access_token/internal", "GET/open-apis/im/v1/chats"], simulator.Requests.Select(r => r.Method));
        Assert.Equal([1, 2], simulator.Requests.Select(r => r.Number));
        Assert.DoesNotContain(FeishuApp.Archive.AppSecret, FeishuApp.Archive.ToString(), StringComparison.Ordinal);
    }
}
