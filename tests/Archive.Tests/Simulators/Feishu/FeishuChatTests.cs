using Archive.Simulators.Feishu;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

public sealed class FeishuChatTests : FeishuSimulatorTests
{
    [Theory]
    [InlineData("ByCreateTimeAsc")]
    [InlineData("ByActiveTimeDesc")]
    public async Task Lists_groups_and_says_which_hold_strangers(string sort)
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        var chats = await client.AllAsync($"im/v1/chats?page_size=1&sort_type={sort}", "chat_id", Token);

        Assert.Equal(
            new[] { simulator.IdOf(Sample.General), simulator.IdOf(Sample.Desk), simulator.IdOf(Sample.Group) }.Order(),
            chats.Select(c => c.Text("chat_id")).Order());
        Assert.Equal([simulator.IdOf(Sample.Desk)], chats.Where(c => c.GetProperty("external").GetBoolean()).Select(c => c.Text("chat_id")));
        Assert.All(chats, c => Assert.Equal(simulator.TenantKey, c.Text("tenant_key")));
    }

    [Fact]
    public async Task Lists_the_members_of_the_moment_without_bots()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);
        var query = $"im/v1/chats/{simulator.IdOf(Sample.General)}/members?page_size=2";

        var pages = await client.PagesAsync(query, Token);
        simulator.ServedUntil = SampleCorpus.Start;
        var early = await client.AllAsync(query, "member_id", Token);

        // Ann has left by then; the bot leaves a gap in its page.
        Assert.Equal(
            new[] { "Alice Chen", "Bob Li", "Zoe Guest" }, pages.SelectMany(p => p).Select(m => m.Text("name")).Order());
        Assert.Contains(pages, p => p.Length < 2);
        Assert.Equal(["Alice Chen", "Ann Left", "Bob Li"], early.Select(m => m.Text("name")).Order());
        Assert.Equal(3, (await client.DataAsync(query, Token)).GetProperty("member_total").GetInt32());
    }

    [Theory]
    [InlineData("open_id")]
    [InlineData("union_id")]
    [InlineData("user_id")]
    public async Task Names_members_by_the_kind_of_id_that_was_asked_for(string type)
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        var members = await client.AllAsync($"im/v1/chats/{simulator.IdOf(Sample.Desk)}/members?member_id_type={type}", "member_id", Token);

        var expected = type switch
        {
            "union_id" => simulator.UnionIdOf(SampleCorpus.Eve),
            "user_id" => simulator.UserIdOf(SampleCorpus.Eve),
            _ => simulator.IdOf(SampleCorpus.Eve),
        };
        var eve = members.Single(m => m.Text("member_id") == expected);
        Assert.Equal(type, eve.Text("member_id_type"));
        Assert.Equal(simulator.TenantKeyOf(SampleCorpus.Eve), eve.Text("tenant_key"));
    }

    [Fact]
    public async Task Lists_reactions_person_by_person_as_they_are_given()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);
        var query = $"im/v1/messages/{simulator.IdOf(Sample.Message("liked"))}/reactions?page_size=2";

        var all = await client.AllAsync(query, "reaction_id", Token);
        var eyes = await client.AllAsync($"{query}&reaction_type=GLANCE", "reaction_id", Token);
        simulator.ServedUntil = Sample.Message("liked").Time.AddSeconds(20);
        var first = await client.AllAsync(query, "reaction_id", Token);

        Assert.Equal(4, all.Count);
        Assert.Equal(3, first.Count);
        Assert.Equal(["THUMBSUP"], first.Select(r => r.GetProperty("reaction_type").Text("emoji_type")).Distinct());
        var bob = Assert.Single(eyes);
        Assert.Equal(simulator.IdOf(SampleCorpus.Bob), bob.GetProperty("operator").Text("operator_id"));
        Assert.Equal("user", bob.GetProperty("operator").Text("operator_type"));
        Assert.Equal($"{Sample.Message("liked").Time.AddSeconds(40).ToUnixTimeMilliseconds()}", bob.Text("action_time"));
    }

    [Fact]
    public async Task Has_no_reactions_of_a_recalled_message()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        Assert.Equal(231003, await client.CodeAsync($"im/v1/messages/{simulator.IdOf(Sample.Message("recalled"))}/reactions", Token));
    }
}
