using System.Net;
using Archive.Simulators.Hosting;
using Archive.Simulators.Slack;
using Archive.Simulators.Slack.Faults;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Archive.Tests.Simulators.Slack;

public sealed class SlackAuthTests : SlackSimulatorTests
{
    [Fact]
    public async Task Refuses_a_call_without_a_token()
    {
        var simulator = await StartAsync();
        using var client = new SlackTestClient(simulator, string.Empty);

        Assert.Equal("not_authed", await client.ErrorAsync("auth.test", Token));
    }

    [Fact]
    public async Task Refuses_a_token_in_the_query_string_even_when_it_is_good()
    {
        var simulator = await StartAsync();
        using var bare = new SlackTestClient(simulator, string.Empty);
        using var both = SlackTestClient.Discovery(simulator);

        Assert.Equal("invalid_auth", await bare.ErrorAsync($"auth.test?token={SlackToken.Discovery.Value}", Token));
        Assert.Equal("invalid_auth", await both.ErrorAsync($"auth.test?token={SlackToken.Discovery.Value}", Token));
    }

    [Theory]
    [InlineData(SlackTokenState.Expired, "token_expired")]
    [InlineData(SlackTokenState.Revoked, "token_revoked")]
    [InlineData(SlackTokenState.Inactive, "account_inactive")]
    public async Task Names_the_trouble_of_a_dead_token(SlackTokenState state, string error)
    {
        var simulator = await StartAsync(o => o.Tokens = [SlackToken.Discovery with { State = state }]);
        using var client = SlackTestClient.Discovery(simulator);
        using var unknown = new SlackTestClient(simulator, "xoxp-unknown");

        Assert.Equal(error, await client.ErrorAsync("discovery.users.list", Token));
        Assert.Equal("invalid_auth", await unknown.ErrorAsync("discovery.users.list", Token));
    }

    [Fact]
    public async Task Lets_a_token_expire_when_its_time_comes()
    {
        var time = new FakeTimeProvider(SampleCorpus.Today);
        var simulator = await StartAsync(o => (o.Time, o.Tokens) = (time, [SlackToken.Discovery with { ExpiresAt = SampleCorpus.Today.AddHours(12) }]));
        using var client = SlackTestClient.Discovery(simulator);

        Assert.Null(await client.ErrorAsync("auth.test", Token));
        time.Advance(TimeSpan.FromHours(12));
        Assert.Equal("token_expired", await client.ErrorAsync("auth.test", Token));
    }

    [Fact]
    public async Task Keeps_bot_tokens_out_of_the_discovery_methods()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Web(simulator);

        Assert.Equal("not_allowed_token_type", await client.ErrorAsync("discovery.users.list", Token));
    }

    [Fact]
    public async Task Says_which_scope_is_missing_and_which_are_there()
    {
        var simulator = await StartAsync(o => o.Tokens = [SlackToken.Web with { Scopes = ["channels:history", "channels:read"] }]);
        using var client = SlackTestClient.Web(simulator);

        var refusal = await client.CallAsync($"conversations.history?channel={simulator.IdOf(Sample.Desk)}", Token);

        Assert.Equal("missing_scope", refusal.GetProperty("error").GetString());
        Assert.Equal("groups:history", refusal.GetProperty("needed").GetString());
        Assert.Equal("channels:history,channels:read", refusal.GetProperty("provided").GetString());
        Assert.Null(await client.ErrorAsync($"conversations.history?channel={simulator.IdOf(Sample.General)}", Token));
        Assert.Equal("missing_scope", await client.ErrorAsync("conversations.list?types=public_channel,private_channel", Token));
        Assert.Equal("missing_scope", await client.ErrorAsync("users.list", Token));
    }

    [Fact]
    public async Task Leaves_mail_addresses_out_without_their_own_scope()
    {
        var simulator = await StartAsync(o => o.Tokens = [SlackToken.Web with { Scopes = ["users:read"] }, SlackToken.Discovery]);
        using var web = SlackTestClient.Web(simulator);
        using var discovery = SlackTestClient.Discovery(simulator);
        var id = simulator.IdOf(SampleCorpus.Alice);

        var poor = await web.CallAsync($"users.info?user={id}", Token);
        var rich = await discovery.CallAsync($"discovery.user.info?user={id}", Token);

        Assert.False(poor.GetProperty("user").GetProperty("profile").TryGetProperty("email", out _));
        Assert.Equal("alice@harbor.example", rich.GetProperty("user").GetProperty("profile").GetProperty("email").GetString());
    }

    [Fact]
    public async Task Tells_an_organisation_token_from_a_workspace_token()
    {
        var simulator = await StartAsync();
        using var web = SlackTestClient.Web(simulator);
        using var discovery = SlackTestClient.Discovery(simulator);

        var workspace = await web.CallAsync("auth.test", Token);
        var organisation = await discovery.CallAsync("auth.test", Token);

        Assert.False(workspace.GetProperty("is_enterprise_install").GetBoolean());
        Assert.Equal(simulator.TeamIds[0], workspace.GetProperty("team_id").GetString());
        Assert.True(organisation.GetProperty("is_enterprise_install").GetBoolean());
        Assert.Equal(simulator.EnterpriseId, organisation.GetProperty("enterprise_id").GetString());
    }

    [Fact]
    public async Task Knows_the_plural_spelling_of_user_conversations_as_no_method()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);
        var id = simulator.IdOf(SampleCorpus.Alice);

        Assert.Equal("unknown_method", await client.ErrorAsync($"discovery.users.conversations?user={id}", Token));
        Assert.Null(await client.ErrorAsync($"discovery.user.conversations?user={id}", Token));
    }

    [Fact]
    public async Task Writes_no_token_and_no_parameter_into_its_log()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);

        using var response = await client.SendAsync($"discovery.conversations.history?channel={simulator.IdOf(Sample.Desk)}", Token);
        var record = Assert.Single(simulator.Requests);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(new RequestRecord<FaultKind>(1, "discovery.conversations.history", 200), record);
        Assert.Equal(1, simulator.RequestCounts["discovery.conversations.history"]);
        Assert.DoesNotContain("xoxp", SlackToken.Discovery.ToString(), StringComparison.Ordinal);
    }
}
