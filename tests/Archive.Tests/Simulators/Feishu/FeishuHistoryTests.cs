using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

public sealed class FeishuHistoryTests : FeishuSimulatorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    public async Task Walks_a_chat_to_its_end_in_both_directions(int size)
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);
        var chat = simulator.IdOf(Sample.General);

        var ascending = await client.HistoryAsync(chat, size, Token);
        var descending = await client.AllAsync(
            $"im/v1/messages?container_id_type=chat&container_id={chat}&sort_type=ByCreateTimeDesc&page_size={size}", "message_id", Token);

        var expected = Sample.In(Sample.General).Where(m => m.ThreadOf is null).Select(simulator.IdOf);
        Assert.Equal(expected, ascending.Select(Id));
        Assert.Equal(expected.Reverse(), descending.Select(Id));
    }

    [Fact]
    public async Task Shows_of_a_thread_the_root_in_the_chat_and_everything_in_the_thread()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);
        var thread = simulator.ThreadIdOf(Sample.Message("parent"))!;

        var history = await client.HistoryAsync(simulator.IdOf(Sample.General), 50, Token);
        var replies = await client.ThreadAsync(thread, 9, Token);

        var root = history.Single(m => Id(m) == simulator.IdOf(Sample.Message("parent")));
        Assert.Equal(thread, root.Text("thread_id"));
        Assert.False(root.TryGetProperty("root_id", out _));
        Assert.DoesNotContain(history, m => Id(m) == simulator.IdOf(Sample.Message("reply-1")));
        Assert.Equal(41, replies.Count);
        Assert.All(replies.Skip(1), r => Assert.Equal((Id(root), thread), (r.Text("root_id"), r.Text("thread_id"))));
        var answer = replies.Single(m => Id(m) == simulator.IdOf(Sample.Message("reply-7")));
        Assert.Equal(simulator.IdOf(Sample.Message("reply-6")), answer.Text("parent_id"));
    }

    [Fact]
    public async Task Keeps_the_root_out_of_the_thread_where_that_is_wanted()
    {
        var simulator = await StartAsync(o => o.ThreadIncludesRoot = false);
        using var client = new FeishuTestClient(simulator);

        var replies = await client.ThreadAsync(simulator.ThreadIdOf(Sample.Message("parent"))!, 50, Token);

        Assert.Equal(40, replies.Count);
        Assert.DoesNotContain(replies, m => Id(m) == simulator.IdOf(Sample.Message("parent")));
    }

    [Fact]
    public async Task Lets_a_thread_begin_with_its_first_reply()
    {
        var simulator = await StartAsync(o => o.ServedUntil = SampleCorpus.Start.AddHours(3));
        using var client = new FeishuTestClient(simulator);
        var thread = simulator.ThreadIdOf(Sample.Message("parent"))!;
        var single = $"im/v1/messages/{simulator.IdOf(Sample.Message("parent"))}";

        var before = (await client.DataAsync(single, Token)).GetProperty("items")[0];
        Assert.Equal(230001, await client.CodeAsync($"im/v1/messages?container_id_type=thread&container_id={thread}", Token));
        simulator.ServedUntil = SampleCorpus.Start.AddHours(3).AddMinutes(1);
        var after = (await client.DataAsync(single, Token)).GetProperty("items")[0];

        Assert.False(before.TryGetProperty("thread_id", out _));
        Assert.Equal(thread, after.Text("thread_id"));
        Assert.Equal(before.Text("update_time"), after.Text("update_time"));
        Assert.Equal(2, (await client.ThreadAsync(thread, 50, Token)).Count);
    }

    [Fact]
    public async Task Serves_a_chain_of_quoting_replies_in_the_chat_itself()
    {
        var simulator = await StartAsync(o => o.QuoteReplyOneIn = 1);
        using var client = new FeishuTestClient(simulator);

        var history = await client.HistoryAsync(simulator.IdOf(Sample.General), 50, Token);

        Assert.Null(simulator.ThreadIdOf(Sample.Message("parent")));
        Assert.Equal(Sample.In(Sample.General).Select(simulator.IdOf), history.Select(Id));
        var reply = history.Single(m => Id(m) == simulator.IdOf(Sample.Message("reply-7")));
        Assert.Equal(simulator.IdOf(Sample.Message("parent")), reply.Text("root_id"));
        Assert.Equal(simulator.IdOf(Sample.Message("reply-6")), reply.Text("parent_id"));
        Assert.False(reply.TryGetProperty("thread_id", out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filters_by_seconds_with_or_without_the_bounds(bool inclusive)
    {
        var simulator = await StartAsync(o => o.TimeBoundsInclusive = inclusive);
        using var client = new FeishuTestClient(simulator);
        var (start, end) = (SampleCorpus.Start.AddMinutes(5), SampleCorpus.Start.AddMinutes(8));

        var found = await client.AllAsync(
            $"im/v1/messages?container_id_type=chat&container_id={simulator.IdOf(Sample.General)}&page_size=3"
            + $"&start_time={start.ToUnixTimeSeconds()}&end_time={end.ToUnixTimeSeconds()}",
            "message_id",
            Token);

        var expected = Sample.In(Sample.General).Where(m => inclusive ? m.Time >= start && m.Time <= end : m.Time > start && m.Time < end);
        Assert.Equal(expected.Select(simulator.IdOf), found.Select(Id));
        Assert.Equal(inclusive ? 8 : 4, found.Count);
    }

    [Fact]
    public async Task Makes_messages_edits_and_recalls_happen_as_time_is_moved()
    {
        var simulator = await StartAsync(o => o.ServedUntil = SampleCorpus.Start.AddHours(1));
        using var client = new FeishuTestClient(simulator);

        var first = await VersionsAsync();
        simulator.ServedUntil = SampleCorpus.Start.AddDays(1);
        var second = await VersionsAsync();
        simulator.ServedUntil = SampleCorpus.Start.AddDays(3);
        var third = await VersionsAsync();

        Assert.Equal(["edited", "recalled"], Named(first));
        Assert.Equal("""{"text":"first words"}""", Content(first[0]));
        Assert.False(first[0].GetProperty("updated").GetBoolean());
        Assert.Equal("""{"text":"second words"}""", Content(second[0]));
        Assert.True(second[0].GetProperty("updated").GetBoolean());
        Assert.Equal($"{SampleCorpus.Start.ToUnixTimeMilliseconds()}", second[0].Text("create_time"));
        Assert.Equal($"{SampleCorpus.Start.AddDays(1).ToUnixTimeMilliseconds()}", second[0].Text("update_time"));
        Assert.Equal("""{"text":"third <words>"}""", Content(third[0]));
        Assert.Equal("""{"text":"gone sooner"}""", Content(second[1]));
        Assert.True(third[1].GetProperty("deleted").GetBoolean());
        Assert.Equal("This message was recalled", Content(third[1]));
        Assert.Equal($"{SampleCorpus.Start.AddDays(3).ToUnixTimeMilliseconds()}", third[1].Text("update_time"));
        var single = (await client.DataAsync($"im/v1/messages/{Id(third[1])}", Token)).GetProperty("items")[0];
        Assert.True(single.GetProperty("deleted").GetBoolean());
        Assert.False(single.TryGetProperty("body", out _));

        async Task<List<JsonElement>> VersionsAsync() => await client.HistoryAsync(simulator.IdOf(Sample.Desk), 50, Token);
        string[] Named(List<JsonElement> items) => [.. items.Select(i => Sample.Corpus.Messages.Single(m => simulator.IdOf(m) == Id(i)).Id)];
    }

    [Fact]
    public async Task Goes_on_with_a_walk_while_new_messages_are_sent()
    {
        var simulator = await StartAsync(o => o.ServedUntil = SampleCorpus.Start.AddMinutes(10));
        using var client = new FeishuTestClient(simulator);
        var query = $"im/v1/messages?container_id_type=chat&container_id={simulator.IdOf(Sample.General)}&page_size=20";
        var first = await client.DataAsync(query, Token);

        simulator.ServedUntil = null;
        var rest = await client.PagesAsync(query, Token, from: first.Text("page_token"));

        Assert.Equal(20, first.GetProperty("items").GetArrayLength());
        Assert.Equal(45, rest.Sum(p => p.Length));
    }

    [Fact]
    public async Task Puts_placeholders_for_people_and_names_them_beside_the_text()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        var message = (await client.HistoryAsync(simulator.IdOf(Sample.General), 50, Token))[0];

        Assert.Equal("""{"text":"Please settle the Q4 fee with @_user_1 & tell #general"}""", Content(message));
        var mention = Assert.Single(message.GetProperty("mentions").EnumerateArray());
        Assert.Equal("@_user_1", mention.Text("key"));
        Assert.Equal(simulator.IdOf(SampleCorpus.Bob), mention.Text("id"));
        Assert.Equal(("open_id", "Bob Li", simulator.TenantKey), (mention.Text("id_type"), mention.Text("name"), mention.Text("tenant_key")));
    }

    [Fact]
    public async Task Tells_people_bots_and_strangers_apart()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        var general = await client.HistoryAsync(simulator.IdOf(Sample.General), 50, Token);
        var stranger = await client.ThreadAsync(simulator.ThreadIdOf(Sample.Message("stone"))!, 50, Token);

        Assert.Equal((simulator.IdOf(SampleCorpus.Alice), "open_id", "user", simulator.TenantKey), Sender(general[0]));
        Assert.Equal((simulator.AppIdOf(SampleCorpus.Robot), "app_id", "app", simulator.TenantKey), Sender(general[4]));
        Assert.Equal((simulator.IdOf(SampleCorpus.Eve), "open_id", "user", simulator.TenantKeyOf(SampleCorpus.Eve)), Sender(stranger[1]));
        Assert.NotEqual(simulator.TenantKey, simulator.TenantKeyOf(SampleCorpus.Eve));
    }

    [Fact]
    public async Task Serves_the_same_ids_and_answers_after_a_restart()
    {
        var (first, second) = (await StartAsync(o => o.PostOneIn = 2), await StartAsync(o => o.PostOneIn = 2));
        using var one = new FeishuTestClient(first);
        using var other = new FeishuTestClient(second);

        Assert.Equal(
            (await one.HistoryAsync(first.IdOf(Sample.General), 50, Token)).Select(m => m.ToString()),
            (await other.HistoryAsync(second.IdOf(Sample.General), 50, Token)).Select(m => m.ToString()));
    }

    private static string Id(JsonElement message) => message.Text("message_id");

    private static string Content(JsonElement message) => message.GetProperty("body").Text("content");

    private static (string?, string?, string?, string?) Sender(JsonElement message)
    {
        var sender = message.GetProperty("sender");
        return (sender.Text("id"), sender.Text("id_type"), sender.Text("sender_type"), sender.Text("tenant_key"));
    }
}
