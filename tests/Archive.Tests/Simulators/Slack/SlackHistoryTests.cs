using System.Text.Json;
using Xunit;

namespace Archive.Tests.Simulators.Slack;

public sealed class SlackHistoryTests : SlackSimulatorTests
{
    [Fact]
    public async Task Shows_the_newest_text_in_history_and_each_version_among_the_edits()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);
        var desk = simulator.IdOf(Sample.Desk);
        var ts = simulator.IdOf(Sample.Message("edited"));

        var current = (await client.DiscoveryHistoryAsync(desk, 3, Token))[ts];
        var edits = (await client.AllAsync($"discovery.conversations.edits?channel={desk}&limit=2", "edits", "latest", "ts", Token)).Values
            .Where(e => e.GetProperty("previous_message").GetProperty("ts").GetString() == ts).ToArray();

        Assert.Equal("third &lt;words&gt;", current.GetProperty("text").GetString());
        Assert.Equal($"{SampleCorpus.Start.AddDays(2).ToUnixTimeSeconds()}.000000", current.GetProperty("edited").GetProperty("ts").GetString());
        Assert.Equal(["third &lt;words&gt;", "second words"], edits.Select(e => e.GetProperty("text").GetString()!));
        Assert.Equal(["second words", "first words"], edits.Select(e => e.GetProperty("previous_message").GetProperty("text").GetString()!));
        Assert.All(edits, e => Assert.Equal("message_changed", e.GetProperty("subtype").GetString()));
    }

    [Fact]
    public async Task Moves_a_deleted_message_from_history_to_the_edits()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);
        var desk = simulator.IdOf(Sample.Desk);
        var ts = simulator.IdOf(Sample.Message("recalled"));

        var page = await client.CallAsync($"discovery.conversations.history?channel={desk}", Token);
        var edits = await client.AllAsync($"discovery.conversations.edits?channel={desk}", "edits", "latest", "ts", Token);
        var info = await client.CallAsync($"discovery.chat.info?channel={desk}&ts={ts}", Token);

        var deletion = Assert.Single(edits.Values, e => e.TryGetProperty("deleted_ts", out var deleted) && deleted.GetString() == ts);
        Assert.True(page.GetProperty("has_edits").GetBoolean());
        Assert.DoesNotContain(page.GetProperty("messages").EnumerateArray(), m => m.GetProperty("ts").GetString() == ts);
        Assert.Equal("message_deleted", deletion.GetProperty("subtype").GetString());
        Assert.Equal("gone sooner", deletion.GetProperty("previous_message").GetProperty("text").GetString());
        Assert.Equal("message_deleted", info.GetProperty("message").GetProperty("subtype").GetString());
    }

    [Fact]
    public async Task Says_has_edits_only_when_there_are_some_in_the_window()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);

        async Task<bool> HasEditsAsync(string query) => (await client.CallAsync($"discovery.conversations.history?{query}", Token)).GetProperty("has_edits").GetBoolean();

        Assert.False(await HasEditsAsync($"channel={simulator.IdOf(Sample.General)}"));
        Assert.True(await HasEditsAsync($"channel={simulator.IdOf(Sample.Desk)}&oldest={SampleCorpus.Start.AddDays(3).ToUnixTimeSeconds()}"));
        Assert.False(await HasEditsAsync($"channel={simulator.IdOf(Sample.Desk)}&oldest={SampleCorpus.Start.AddDays(4).ToUnixTimeSeconds()}"));
    }

    [Fact]
    public async Task Hides_older_texts_and_deleted_messages_from_the_web_api()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Web(simulator);

        var found = await client.WebHistoryAsync(simulator.IdOf(Sample.Desk), 100, Token);

        var everything = string.Concat(found.Values.Select(m => m.GetRawText()));
        Assert.DoesNotContain("first words", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("gone", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(simulator.IdOf(Sample.Message("recalled")), found.Keys);
        Assert.Equal("tombstone", found[simulator.IdOf(Sample.Message("stone"))].GetProperty("subtype").GetString());
        Assert.Equal(1, found[simulator.IdOf(Sample.Message("stone"))].GetProperty("reply_count").GetInt32());
    }

    [Fact]
    public async Task Serves_a_thread_oldest_first_with_the_parent_on_the_first_page_only()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Web(simulator);
        var parent = simulator.IdOf(Sample.Message("parent"));

        var pages = await client.PagesAsync($"conversations.replies?channel={simulator.IdOf(Sample.General)}&ts={parent}&limit=10", "messages", "cursor", Token);

        var ts = pages.SelectMany(p => p).Select(m => m.GetProperty("ts").GetString()!).ToArray();
        Assert.Equal(5, pages.Count);
        Assert.Equal(parent, ts[0]);
        Assert.Equal(41, ts.Length);
        Assert.Equal(ts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), ts);
        Assert.All(pages.SelectMany(p => p), m => Assert.Equal(parent, m.GetProperty("thread_ts").GetString()));
    }

    [Fact]
    public async Task Puts_replies_between_the_messages_of_discovery_history()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);

        var found = await client.DiscoveryHistoryAsync(simulator.IdOf(Sample.General), 100, Token);

        var parent = found[simulator.IdOf(Sample.Message("parent"))];
        Assert.Equal(40, parent.GetProperty("replies").GetArrayLength());
        Assert.Equal(simulator.IdOf(Sample.Message("reply-39")), parent.GetProperty("latest_reply").GetString());
        Assert.Equal(simulator.IdOf(Sample.Message("parent")), found[simulator.IdOf(Sample.Message("reply-7"))].GetProperty("thread_ts").GetString());
        Assert.Contains(found.Values, m => m.TryGetProperty("root", out _) && m.GetProperty("subtype").GetString() == "thread_broadcast");
        Assert.False(found[simulator.IdOf(Sample.Message("topic"))].TryGetProperty("thread_ts", out _));
    }

    [Fact]
    public async Task Lists_reactions_beside_the_message_and_on_their_own()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);
        var desk = simulator.IdOf(Sample.Desk);
        var ts = simulator.IdOf(Sample.Message("liked"));

        var reactions = (await client.DiscoveryHistoryAsync(desk, 100, Token))[ts].GetProperty("reactions");
        var listed = await client.AllAsync($"discovery.conversations.reactions?channel={desk}&limit=2", "reactions", "latest", "ts", Token);

        Assert.Equal(["+1", "eyes"], reactions.EnumerateArray().Select(r => r.GetProperty("name").GetString()!));
        Assert.Equal([3, 1], reactions.EnumerateArray().Select(r => r.GetProperty("count").GetInt32()));
        Assert.Equal(2, listed.Count);
        Assert.All(listed.Values, r => Assert.Equal(ts, r.GetProperty("item").GetProperty("ts").GetString()));
    }

    [Fact]
    public async Task Lets_messages_edits_recalls_and_reactions_happen_as_time_is_moved_on()
    {
        var simulator = await StartAsync(o => o.ServedUntil = SampleCorpus.Start.AddHours(4));
        using var client = SlackTestClient.Discovery(simulator);
        var desk = simulator.IdOf(Sample.Desk);
        async Task<Dictionary<string, JsonElement>> DeskAsync() => await client.DiscoveryHistoryAsync(desk, 100, Token);
        var (edited, recalled, liked) = (simulator.IdOf(Sample.Message("edited")), simulator.IdOf(Sample.Message("recalled")), simulator.IdOf(Sample.Message("liked")));

        var early = await DeskAsync();
        simulator.ServedUntil = SampleCorpus.Start.AddDays(1);
        var later = await DeskAsync();
        simulator.ServedUntil = null;
        var last = await DeskAsync();

        Assert.Equal(5, early.Count);
        Assert.Equal("first words", early[edited].GetProperty("text").GetString());
        Assert.False(early[liked].TryGetProperty("reactions", out _));
        Assert.Equal("gone sooner", early[recalled].GetProperty("text").GetString());
        Assert.Equal(10, later.Count);
        Assert.Equal("second words", later[edited].GetProperty("text").GetString());
        Assert.True(later[liked].TryGetProperty("reactions", out _));
        Assert.Equal(8, last.Count);
        Assert.False(last.ContainsKey(recalled));
    }

    [Fact]
    public async Task Names_recently_changed_conversations_by_the_served_moment()
    {
        var simulator = await StartAsync(o => o.ServedUntil = SampleCorpus.Start.AddDays(3).AddHours(1));
        using var client = SlackTestClient.Discovery(simulator);
        async Task<string[]> RecentAsync(string query) =>
            [.. (await client.AllAsync($"discovery.conversations.recent?limit=2{query}", "channels", "latest", "id", Token)).Keys];

        // The last thing of day 3 is a recall in the desk's channel.
        Assert.Equal([simulator.IdOf(Sample.Desk)], await RecentAsync(string.Empty));
        var week = await RecentAsync($"&team={simulator.TeamIds[0]}&latest={simulator.ServedUntil!.Value.ToUnixTimeSeconds()}");
        Assert.Equal([simulator.IdOf(Sample.Desk), simulator.IdOf(Sample.General)], week);
        simulator.ServedUntil = SampleCorpus.Start.AddDays(5);
        Assert.Empty(await RecentAsync(string.Empty));
    }
}
