using System.Net;
using System.Net.Http.Headers;
using Archive.Simulators.Slack;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Archive.Tests.Simulators.Slack;

public sealed class SlackErrorTests : SlackSimulatorTests
{
    [Theory]
    [InlineData("channel=C0NOWHERE", "channel_not_found")]
    [InlineData("limit=10", "channel_not_found")]
    [InlineData("channel={general}&team=T0NOWHERE", "channel_not_found")]
    [InlineData("channel={general}&team={org}", "channel_not_found")]
    [InlineData("channel={general}&team={team}", null)]
    [InlineData("channel={direct}&team={team}", "channel_not_found")]
    [InlineData("channel={direct}&team={org}", null)]
    [InlineData("channel={direct}", null)]
    [InlineData("channel={general}&latest=now", "invalid_ts_latest")]
    [InlineData("channel={general}&latest=1.7e9", "invalid_ts_latest")]
    [InlineData("channel={general}&oldest=-1", "invalid_ts_oldest")]
    [InlineData("channel={general}&limit=0", "invalid_limit")]
    [InlineData("channel={general}&limit=1001", "invalid_limit")]
    [InlineData("channel={general}&limit=ten", "invalid_limit")]
    public async Task Judges_the_arguments_of_discovery_history(string query, string? error)
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);

        Assert.Equal(error, await client.ErrorAsync($"discovery.conversations.history?{Fill(query, simulator)}", Token));
    }

    [Theory]
    [InlineData("conversations.history?channel={general}&cursor=bm9uc2Vuc2U=", "invalid_cursor")]
    [InlineData("conversations.history?channel={general}&limit=1000", "invalid_limit")]
    [InlineData("conversations.history?channel={direct}", "channel_not_found")]
    [InlineData("conversations.replies?channel={general}&ts=1.000001", "thread_not_found")]
    [InlineData("conversations.replies?channel={general}", "thread_not_found")]
    [InlineData("conversations.list?types=secret", "invalid_types")]
    [InlineData("users.info?user=U0NOBODY", "user_not_found")]
    [InlineData("bots.info?bot=B0NOBODY", "bot_not_found")]
    [InlineData("files.info?file=F0NOTHING", "file_not_found")]
    [InlineData("team.info", null)]
    public async Task Judges_the_arguments_of_web_methods(string call, string? error)
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Web(simulator);

        Assert.Equal(error, await client.ErrorAsync(Fill(call, simulator), Token));
    }

    [Fact]
    public async Task Holds_the_organisation_to_thirty_discovery_calls_a_second()
    {
        var time = new FakeTimeProvider(SampleCorpus.Today);
        var simulator = await StartAsync(o => (o.Time, o.RateScale) = (time, 1));
        using var client = SlackTestClient.Discovery(simulator);

        for (var i = 0; i < 30; i++)
        {
            Assert.Null(await client.ErrorAsync(i % 2 == 0 ? "discovery.users.list" : "discovery.conversations.list", Token));
        }

        using var refused = await client.SendAsync("discovery.enterprise.info", Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("""{"ok":false,"error":"ratelimited"}""", await refused.Content.ReadAsStringAsync(Token));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await client.ErrorAsync("discovery.enterprise.info", Token));
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 100)]
    public async Task Holds_a_token_to_the_tier_of_each_web_method(double scale, int allowed)
    {
        var time = new FakeTimeProvider(SampleCorpus.Today);
        var simulator = await StartAsync(o => (o.Time, o.RateScale) = (time, scale));
        using var client = SlackTestClient.Web(simulator);
        var history = $"conversations.history?channel={simulator.IdOf(Sample.General)}&limit=1";

        for (var i = 0; i < allowed; i++)
        {
            Assert.Null(await client.ErrorAsync(history, Token));
        }

        time.Advance(TimeSpan.FromSeconds(20));
        using var refused = await client.SendAsync(history, Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(40), refused.Headers.RetryAfter?.Delta);
        Assert.Null(await client.ErrorAsync("auth.test", Token));
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(await client.ErrorAsync(history, Token));
    }

    [Fact]
    public async Task Holds_each_discovery_method_to_twelve_hundred_calls_a_minute()
    {
        var time = new FakeTimeProvider(SampleCorpus.Today);
        var simulator = await StartAsync(o => (o.Time, o.RateScale) = (time, 1));
        using var client = SlackTestClient.Discovery(simulator);

        for (var i = 0; i < 1_200; i++)
        {
            if (i % 30 == 0)
            {
                time.Advance(TimeSpan.FromSeconds(1));
            }

            Assert.Null(await client.ErrorAsync("discovery.enterprise.info", Token));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        using var refused = await client.SendAsync("discovery.enterprise.info", Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(20), refused.Headers.RetryAfter?.Delta);
        Assert.Null(await client.ErrorAsync("discovery.users.list", Token));
    }

    [Fact]
    public async Task Reads_a_form_and_refuses_other_bodies()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Web(simulator);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["channel"] = simulator.IdOf(Sample.General), ["limit"] = "3" });
        using var json = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        using var bare = new ByteArrayContent([1]);

        var page = await client.PostAsync("conversations.history", form, Token);

        Assert.Equal(3, page.GetProperty("messages").GetArrayLength());
        Assert.Equal("invalid_post_type", (await client.PostAsync("auth.test", json, Token)).GetProperty("error").GetString());
        Assert.Equal("missing_post_type", (await client.PostAsync("auth.test", bare, Token)).GetProperty("error").GetString());
    }

    private string Fill(string query, SlackSimulator simulator) => query
        .Replace("{general}", simulator.IdOf(Sample.General), StringComparison.Ordinal)
        .Replace("{direct}", simulator.IdOf(Sample.Direct), StringComparison.Ordinal)
        .Replace("{team}", simulator.TeamIds[0], StringComparison.Ordinal)
        .Replace("{org}", simulator.EnterpriseId, StringComparison.Ordinal);
}
