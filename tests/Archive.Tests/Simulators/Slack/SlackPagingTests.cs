using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.Slack;

public sealed class SlackPagingTests : SlackSimulatorTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(true, 7)]
    [InlineData(true, 1000)]
    [InlineData(false, 1)]
    [InlineData(false, 7)]
    public async Task Gives_every_standing_message_of_every_conversation_to_a_discovery_walk(bool repeat, int limit)
    {
        var simulator = await StartAsync(o => o.RepeatBoundaryMessage = repeat);
        using var client = SlackTestClient.Discovery(simulator);

        foreach (var conversation in Sample.Corpus.Conversations)
        {
            var found = await client.DiscoveryHistoryAsync(simulator.IdOf(conversation), limit, Token);

            var expected = Sample.In(conversation).Where(m => m.RecalledAt is null).Select(simulator.IdOf);
            Assert.Equal(expected.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Repeats_the_boundary_message_only_when_told_to(bool repeat)
    {
        var simulator = await StartAsync(o => o.RepeatBoundaryMessage = repeat);
        using var client = SlackTestClient.Discovery(simulator);

        var pages = await client.PagesAsync(
            $"discovery.conversations.history?channel={simulator.IdOf(Sample.General)}&limit=10", "messages", "latest", Token);

        Assert.True(pages.Count > 5);
        Assert.Equal(repeat, pages[0][^1].GetProperty("ts").GetString() == pages[1][0].GetProperty("ts").GetString());
    }

    [Fact]
    public async Task Orders_history_newest_first_with_one_ts_for_each_message()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);

        var page = Assert.Single(await client.PagesAsync(
            $"discovery.conversations.history?channel={simulator.IdOf(Sample.General)}&limit=1000", "messages", "latest", Token));

        var ts = page.Select(m => m.GetProperty("ts").GetString()!).ToArray();
        Assert.Equal(Sample.In(Sample.General).Length, ts.Length);
        Assert.Equal(ts.Distinct(StringComparer.Ordinal).OrderDescending(StringComparer.Ordinal), ts);
        Assert.All(ts, t => Assert.Matches("^[0-9]{10}\\.[0-9]{6}$", t));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(999)]
    public async Task Gives_history_and_threads_together_to_a_web_walk(int limit)
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Web(simulator);

        foreach (var conversation in new[] { Sample.General, Sample.Desk })
        {
            var channel = simulator.IdOf(conversation);
            var found = await client.WebHistoryAsync(channel, limit, Token);
            Assert.DoesNotContain(
                found.Values, m => m.TryGetProperty("parent_user_id", out _) && m.GetProperty("subtype").GetString() != "thread_broadcast");
            foreach (var parent in found.Where(m => m.Value.TryGetProperty("reply_count", out _)).ToArray())
            {
                var thread = await client.AllAsync($"conversations.replies?channel={channel}&ts={parent.Key}&limit={limit}", "messages", "cursor", "ts", Token);
                Assert.Equal(parent.Value.GetProperty("reply_count").GetInt32() + 1, thread.Count);
                foreach (var (ts, reply) in thread)
                {
                    found[ts] = reply;
                }
            }

            var expected = Sample.In(conversation).Where(m => m.RecalledAt is null || m.Id == "stone").Select(simulator.IdOf);
            Assert.Equal(expected.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Defaults_to_one_hundred_messages_and_says_that_there_are_more()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);

        var page = await client.CallAsync($"discovery.conversations.history?channel={simulator.IdOf(Sample.General)}", Token);

        Assert.Equal(100, page.GetProperty("messages").GetArrayLength());
        Assert.NotEmpty(page.GetProperty("offset").GetString()!);
    }

    [Fact]
    public async Task Keeps_to_the_window_that_was_asked_for()
    {
        var simulator = await StartAsync();
        using var discovery = SlackTestClient.Discovery(simulator);
        using var web = SlackTestClient.Web(simulator);
        var messages = Sample.In(Sample.General).Select(simulator.IdOf).Order(StringComparer.Ordinal).ToArray();
        var bounds = $"channel={simulator.IdOf(Sample.General)}&oldest={messages[10]}&latest={messages[20]}";

        var both = await discovery.CallAsync($"discovery.conversations.history?{bounds}", Token);
        var neither = await web.CallAsync($"conversations.history?{bounds}", Token);
        var inclusive = await web.CallAsync($"conversations.history?{bounds}&inclusive=1", Token);

        Assert.Equal(11, both.GetProperty("messages").GetArrayLength());
        Assert.Equal(9, neither.GetProperty("messages").GetArrayLength());
        Assert.Equal(11, inclusive.GetProperty("messages").GetArrayLength());
        Assert.False(inclusive.GetProperty("has_more").GetBoolean());
    }

    [Fact]
    public async Task Pages_the_directories()
    {
        var simulator = await StartAsync(o => o.UserListLimitRequiredAbove = 3);
        using var discovery = SlackTestClient.Discovery(simulator);
        using var web = SlackTestClient.Web(simulator);
        var own = Sample.People.Where(p => p.Kind != CorpusPersonKind.External).ToArray();

        var active = await discovery.AllAsync("discovery.users.list?limit=2", "users", "offset", "id", Token);
        var all = await discovery.AllAsync("discovery.users.list?limit=2&include_deleted=1", "users", "offset", "id", Token);
        var members = await web.AllAsync("users.list?limit=2", "members", "cursor", "id", Token);

        Assert.Equal(own.Where(p => p.ValidTo is null).Select(simulator.IdOf).Order(), active.Keys.Order());
        Assert.Equal(own.Select(simulator.IdOf).Order(), all.Keys.Order());
        Assert.Equal(own.Select(simulator.IdOf).Order(), members.Keys.Order());
        Assert.True(all[simulator.IdOf(SampleCorpus.Ann)].GetProperty("deleted").GetBoolean());
        Assert.Equal("limit_required", await web.ErrorAsync("users.list", Token));
    }

    [Fact]
    public async Task Lists_the_conversations_that_each_api_may_see()
    {
        var simulator = await StartAsync(o => o.Tokens =
            [SlackToken.Discovery, SlackToken.Web, SlackToken.Web with { Value = "xoxp-bob", ActsAs = "bob" }, SlackToken.Web with { Value = "xoxp-zoe", ActsAs = "zoe" }]);
        using var discovery = SlackTestClient.Discovery(simulator);
        using var web = SlackTestClient.Web(simulator);
        using var bob = new SlackTestClient(simulator, "xoxp-bob");
        using var zoe = new SlackTestClient(simulator, "xoxp-zoe");
        const string AllTypes = "conversations.list?types=public_channel,private_channel,mpim,im&limit=1";

        Assert.Equal(4, (await discovery.AllAsync("discovery.conversations.list?limit=1", "channels", "offset", "id", Token)).Count);
        Assert.Equal(3, (await discovery.AllAsync($"discovery.user.conversations?user={simulator.IdOf(SampleCorpus.Bob)}&limit=1&only_public=1&only_im=1&only_private=1", "channels", "offset", "id", Token)).Count);
        Assert.Equal([simulator.IdOf(Sample.General)], (await web.AllAsync("conversations.list?limit=1", "channels", "cursor", "id", Token)).Keys);
        Assert.Equal(2, (await web.AllAsync(AllTypes, "channels", "cursor", "id", Token)).Count);
        Assert.Equal(4, (await bob.AllAsync(AllTypes, "channels", "cursor", "id", Token)).Count);
        Assert.Equal([simulator.IdOf(Sample.General)], (await zoe.AllAsync(AllTypes, "channels", "cursor", "id", Token)).Keys);
        Assert.Equal("channel_not_found", await zoe.ErrorAsync($"conversations.history?channel={simulator.IdOf(Sample.Desk)}", Token));
    }

    [Fact]
    public async Task Shows_past_conversations_and_members_only_on_request()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);
        var ann = simulator.IdOf(SampleCorpus.Ann);
        var general = simulator.IdOf(Sample.General);

        Assert.Empty(await client.AllAsync($"discovery.user.conversations?user={ann}", "channels", "offset", "id", Token));
        Assert.Equal(2, (await client.AllAsync($"discovery.user.conversations?user={ann}&include_historical=1", "channels", "offset", "id", Token)).Count);
        Assert.DoesNotContain(ann, (await client.AllAsync($"discovery.conversations.members?channel={general}", "members", "offset", "id", Token)).Keys);
        Assert.Contains(ann, (await client.AllAsync($"discovery.conversations.members?channel={general}&include_member_left=1", "members", "offset", "id", Token)).Keys);
    }

    [Fact]
    public async Task Divides_the_channels_among_the_workspaces_and_gives_direct_ones_to_the_organisation()
    {
        var simulator = await StartAsync(o => (o.Workspaces, o.Tokens) = (3, [SlackToken.Discovery, SlackToken.Web with { OrgWide = true }]));
        using var discovery = SlackTestClient.Discovery(simulator);
        using var web = SlackTestClient.Web(simulator);
        var (seen, listed) = (new List<string>(), new List<string>());

        var teams = (await discovery.CallAsync("discovery.enterprise.info", Token)).GetProperty("enterprise").GetProperty("teams");
        foreach (var team in simulator.TeamIds)
        {
            seen.AddRange((await discovery.AllAsync($"discovery.conversations.list?team={team}", "channels", "offset", "id", Token)).Keys);
            listed.AddRange((await web.AllAsync($"conversations.list?types=public_channel,private_channel&team_id={team}", "channels", "cursor", "id", Token)).Keys);
        }

        var direct = await discovery.AllAsync($"discovery.conversations.list?team={simulator.EnterpriseId}", "channels", "offset", "id", Token);
        string[] channels = [simulator.IdOf(Sample.General), simulator.IdOf(Sample.Desk)];
        Assert.Equal(simulator.TeamIds, teams.EnumerateArray().Select(t => t.GetProperty("id").GetString()!));
        Assert.Equal(channels.Order(), seen.Order());
        Assert.Equal(channels.Order(), listed.Order());
        Assert.Equal(new[] { simulator.IdOf(Sample.Direct), simulator.IdOf(Sample.Group) }.Order(), direct.Keys.Order());
    }
}
