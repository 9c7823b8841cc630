using Archive.Simulators.Feishu;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

public sealed class FeishuPermissionTests : FeishuSimulatorTests
{
    [Fact]
    public async Task Needs_the_sensitive_scope_for_groups_and_answers_an_error_or_nothing_without_it()
    {
        var (strict, silent) = (await StartAsync(o => o.App = Without(FeishuScope.GroupMessages)), await StartAsync(o =>
        {
            o.App = Without(FeishuScope.GroupMessages);
            o.WithoutGroupScope = GroupScopeRefusal.Nothing;
        }));
        using var one = new FeishuTestClient(strict);
        using var other = new FeishuTestClient(silent);
        var query = $"im/v1/messages?container_id_type=chat&container_id={strict.IdOf(Sample.General)}";

        var nothing = await other.DataAsync(query, Token);

        Assert.Equal(230027, await one.CodeAsync(query, Token));
        Assert.Equal(230027, await one.CodeAsync($"im/v1/messages/{strict.IdOf(Sample.Message("parent"))}", Token));
        Assert.Equal(0, nothing.GetProperty("items").GetArrayLength());
        Assert.False(nothing.GetProperty("has_more").GetBoolean());
    }

    [Theory]
    [InlineData(FeishuScope.ReadMessages, "im/v1/messages?container_id_type=chat&container_id=")]
    [InlineData(FeishuScope.ReadChats, "im/v1/chats")]
    [InlineData(FeishuScope.Contacts, "contact/v3/scopes")]
    public async Task Names_the_scope_that_an_api_needs(string scope, string pathAndQuery)
    {
        var simulator = await StartAsync(o => o.App = Without(scope));
        using var client = new FeishuTestClient(simulator);

        var answer = await client.CallAsync(pathAndQuery.EndsWith('=') ? pathAndQuery + simulator.IdOf(Sample.General) : pathAndQuery, Token);

        Assert.Equal(99991672, answer.GetProperty("code").GetInt32());
        Assert.Contains(scope, answer.Text("msg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shuts_a_chat_without_the_bot()
    {
        var simulator = await StartAsync(o => o.Bot[Sample.Desk.Id] = BotStay.Never);
        using var client = new FeishuTestClient(simulator);
        var desk = simulator.IdOf(Sample.Desk);

        Assert.Equal(230002, await client.CodeAsync($"im/v1/messages?container_id_type=chat&container_id={desk}", Token));
        Assert.Equal(230002, await client.CodeAsync($"im/v1/messages?container_id_type=thread&container_id={simulator.ThreadIdOf(Sample.Message("stone"))}", Token));
        Assert.Equal(230002, await client.CodeAsync($"im/v1/messages/{simulator.IdOf(Sample.Message("liked"))}", Token));
        Assert.Equal(234004, await client.CodeAsync(
            $"im/v1/messages/{simulator.IdOf(Sample.Message("file-plain"))}/resources/{simulator.KeyOf(Sample.File("plain"))}?type=file", Token));
        Assert.Equal(232011, await client.CodeAsync($"im/v1/chats/{desk}/members", Token));
        Assert.DoesNotContain(await client.AllAsync("im/v1/chats?page_size=100", "chat_id", Token), c => c.Text("chat_id") == desk);
        var poor = await client.DataAsync($"im/v1/chats/{desk}", Token);
        Assert.Equal("rates-desk", poor.Text("name"));
        Assert.False(poor.TryGetProperty("owner_id", out _));
    }

    [Fact]
    public async Task Takes_the_bot_into_a_chat_and_out_of_it_in_simulated_time()
    {
        var (added, removed) = (SampleCorpus.Start.AddHours(1), SampleCorpus.Start.AddHours(2));
        var simulator = await StartAsync(o => (o.Bot[Sample.General.Id], o.ServedUntil) = (new BotStay(added, removed), added.AddTicks(-1)));
        using var client = new FeishuTestClient(simulator);
        var query = $"im/v1/messages?container_id_type=chat&container_id={simulator.IdOf(Sample.General)}";

        Assert.Equal(230002, await client.CodeAsync(query, Token));
        simulator.ServedUntil = added;
        Assert.Equal(60, (await client.HistoryAsync(simulator.IdOf(Sample.General), 50, Token)).Count);
        simulator.ServedUntil = removed;
        Assert.Equal(230002, await client.CodeAsync(query, Token));
    }

    [Fact]
    public async Task Hides_what_was_said_before_the_bot_came_where_the_chat_does()
    {
        var added = SampleCorpus.Start.AddMinutes(20);
        var simulator = await StartAsync(o => (o.Bot[Sample.General.Id], o.HistoryBeforeBot) = (new BotStay(added), false));
        using var client = new FeishuTestClient(simulator);

        var history = await client.HistoryAsync(simulator.IdOf(Sample.General), 7, Token);

        var shown = Sample.In(Sample.General).Where(m => m.ThreadOf is null && m.Time >= added).Select(simulator.IdOf);
        Assert.Equal(shown, history.Select(m => m.Text("message_id")));
        Assert.Equal(230027, await client.CodeAsync($"im/v1/messages/{simulator.IdOf(Sample.In(Sample.General)[0])}", Token));
    }

    [Fact]
    public async Task Reads_a_direct_chat_only_where_the_bot_is_its_partner_and_never_lists_it()
    {
        var (closed, open) = (await StartAsync(), await StartAsync(o => o.Bot[Sample.Direct.Id] = BotStay.Always));
        using var one = new FeishuTestClient(closed);
        using var other = new FeishuTestClient(open);
        var direct = closed.IdOf(Sample.Direct);

        Assert.Equal(230002, await one.CodeAsync($"im/v1/messages?container_id_type=chat&container_id={direct}", Token));
        Assert.Equal(5, (await other.HistoryAsync(direct, 2, Token)).Count);
        Assert.DoesNotContain(await other.AllAsync("im/v1/chats?page_size=1", "chat_id", Token), c => c.Text("chat_id") == direct);
        Assert.Equal("p2p", (await other.DataAsync($"im/v1/chats/{direct}", Token)).Text("chat_mode"));
    }

    private static FeishuApp Without(string scope) => FeishuApp.Archive with { Scopes = [.. FeishuApp.Archive.Scopes.Where(s => s != scope)] };
}
