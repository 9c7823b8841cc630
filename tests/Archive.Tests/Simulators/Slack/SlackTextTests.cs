using System.Text.Json;
using System.Text.RegularExpressions;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.Slack;

public sealed partial class SlackTextTests : SlackSimulatorTests
{
    [Fact]
    public async Task Keeps_every_text_exactly_through_escaping_and_mark_up()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);

        var found = await client.DiscoveryHistoryAsync(simulator.IdOf(Sample.General), 50, Token);

        foreach (var message in Sample.In(Sample.General).Where(m => m.Text.Length > 0))
        {
            Assert.Equal(message.Text, Render(found[simulator.IdOf(message)].GetProperty("text").GetString()!, simulator));
        }
    }

    [Fact]
    public async Task Says_the_same_in_blocks_and_in_text()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);
        var found = await client.DiscoveryHistoryAsync(simulator.IdOf(Sample.General), 50, Token);

        var withBlocks = Sample.In(Sample.General).Where(m => found[simulator.IdOf(m)].TryGetProperty("blocks", out _)).ToArray();

        Assert.InRange(withBlocks.Length, 10, 80);
        foreach (var message in withBlocks)
        {
            var leaves = found[simulator.IdOf(message)].GetProperty("blocks")[0].GetProperty("elements")[0].GetProperty("elements");
            Assert.Equal(message.Text, string.Concat(leaves.EnumerateArray().Select(l => Leaf(l, simulator))));
        }
    }

    [Fact]
    public async Task Marks_up_mentions_channels_and_links_in_both_forms()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);
        var texts = (await client.DiscoveryHistoryAsync(simulator.IdOf(Sample.General), 200, Token)).Values
            .Select(m => m.GetProperty("text").GetString()!).ToArray();
        var bob = simulator.IdOf(SampleCorpus.Bob);

        Assert.Contains(texts, t => t.Contains($"<@{bob}>", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.Contains($"<@{bob}|Bob Li>", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.Contains($"<#{simulator.IdOf(Sample.General)}", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.Contains("<https://example.org/a?b=1&amp;c=2>", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.Contains("&lt;@U0FAKE&gt;", StringComparison.Ordinal));
        Assert.DoesNotContain(texts, t => t.Contains("Lincoln", StringComparison.Ordinal) && t.Contains("<@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaves_text_alone_when_mark_up_is_off()
    {
        var simulator = await StartAsync(o => o.MarkUp = false);
        using var client = SlackTestClient.Discovery(simulator);

        var found = await client.DiscoveryHistoryAsync(simulator.IdOf(Sample.General), 200, Token);

        var first = Sample.In(Sample.General)[0];
        Assert.Equal(SampleCorpus.Texts[0].Replace("&", "&amp;", StringComparison.Ordinal), found[simulator.IdOf(first)].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Derives_ts_from_the_time_of_the_message()
    {
        var simulator = await StartAsync();
        var messages = Sample.In(Sample.General);

        Assert.Equal($"{SampleCorpus.Start.ToUnixTimeSeconds()}.000000", simulator.IdOf(messages[0]));
        Assert.Equal($"{SampleCorpus.Start.ToUnixTimeSeconds()}.000001", simulator.IdOf(messages[1]));
    }

    [Fact]
    public async Task Shows_bots_system_messages_and_unknown_subtypes_as_what_they_are()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);
        var found = await client.DiscoveryHistoryAsync(simulator.IdOf(Sample.General), 200, Token);

        string? Subtype(string id) => found[simulator.IdOf(Sample.Message(id))].GetProperty("subtype").GetString();
        var posts = found.Values.Where(m => m.TryGetProperty("bot_id", out _)).ToArray();

        Assert.Equal("channel_join", Subtype("join"));
        Assert.Equal("channel_leave", Subtype("leave"));
        Assert.Equal("channel_topic", Subtype("topic"));
        Assert.Equal("workspace_poll", Subtype("unknown"));
        Assert.Equal($"<@{simulator.IdOf(SampleCorpus.Zoe)}> has joined the channel", found[simulator.IdOf(Sample.Message("join"))].GetProperty("text").GetString());
        Assert.Equal(12, posts.Length);
        Assert.All(posts, p => Assert.Equal(simulator.BotIdOf(SampleCorpus.Robot), p.GetProperty("bot_id").GetString()));
        Assert.Contains(posts, p => !p.TryGetProperty("user", out _) && p.GetProperty("subtype").GetString() == "bot_message");
        Assert.Contains(posts, p => p.TryGetProperty("user", out _) && !p.TryGetProperty("subtype", out _));
        Assert.Contains(posts, p => p.TryGetProperty("attachments", out _));
    }

    [Fact]
    public async Task Tells_guests_strangers_and_employees_apart()
    {
        var simulator = await StartAsync();
        using var client = SlackTestClient.Discovery(simulator);

        async Task<JsonElement> UserAsync(CorpusPerson person) =>
            (await client.CallAsync($"discovery.user.info?user={simulator.IdOf(person)}", Token)).GetProperty("user");
        var (alice, zoe, eve) = (await UserAsync(SampleCorpus.Alice), await UserAsync(SampleCorpus.Zoe), await UserAsync(SampleCorpus.Eve));

        Assert.False(alice.GetProperty("is_restricted").GetBoolean());
        Assert.Equal(simulator.TeamIds[0], alice.GetProperty("teams")[0].GetString());
        Assert.True(zoe.GetProperty("is_restricted").GetBoolean());
        Assert.True(eve.GetProperty("is_stranger").GetBoolean());
        Assert.DoesNotContain(eve.GetProperty("team_id").GetString(), simulator.TeamIds);
        var said = (await client.DiscoveryHistoryAsync(simulator.IdOf(Sample.Desk), 200, Token))[simulator.IdOf(Sample.Message("orphan"))];
        Assert.Equal(simulator.TeamIdOf(SampleCorpus.Eve), said.GetProperty("user_team").GetString());
    }

    private string Render(string mrkdwn, SlackSimulator simulator)
    {
        var marked = MarkUp().Replace(mrkdwn, m => m.Groups["label"].Success ? m.Groups["sign"].Value + m.Groups["label"].Value
            : m.Groups["sign"].Value.Length > 0 ? m.Groups["sign"].Value + NameOf(m.Groups["target"].Value, simulator)
            : m.Groups["target"].Value);
        return marked.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
    }

    private string Leaf(JsonElement leaf, SlackSimulator simulator) => leaf.GetProperty("type").GetString() switch
    {
        "user" => "@" + NameOf(leaf.GetProperty("user_id").GetString()!, simulator),
        "channel" => "#" + NameOf(leaf.GetProperty("channel_id").GetString()!, simulator),
        "link" => leaf.GetProperty("url").GetString()!,
        _ => leaf.GetProperty("text").GetString()!,
    };

    private string NameOf(string id, SlackSimulator simulator) =>
        Sample.People.FirstOrDefault(p => simulator.IdOf(p) == id)?.Name ?? Sample.Corpus.Conversations.First(c => simulator.IdOf(c) == id).Name;

    [GeneratedRegex("<(?<sign>[@#]?)(?<target>[^|>]+)(\\|(?<label>[^>]*))?>", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex MarkUp();
}
