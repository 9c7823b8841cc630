using System.Net;
using System.Text;
using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

/// <summary>What the corpus' messages look like, and the types that it does not have.</summary>
public sealed class FeishuMessageTypeTests : FeishuSimulatorTests
{
    private static readonly string[] ExtraTypes =
    [
        "merge_forward", "sticker", "share_chat", "share_user", "location", "folder", "image", "post", "audio", "media", "share_calendar_event",
        "calendar", "general_calendar", "video_chat", "todo", "vote", "hongbao", "whiteboard_card",
    ];

    [Fact]
    public async Task Writes_a_text_as_post_that_reads_the_same()
    {
        var simulator = await StartAsync(o => o.PostOneIn = 1);
        using var client = new FeishuTestClient(simulator);
        var history = await client.HistoryAsync(simulator.IdOf(Sample.General), 50, Token);

        var texts = Sample.In(Sample.General).Where(m => m.ThreadOf is null && m.Kind == CorpusMessageKind.Text && m.SenderId != "robot").ToArray();
        var posts = history.Where(m => Type(m) == "post").ToArray();

        Assert.Equal(texts.Select(t => t.Text), posts.Select(p => Flat(p)));
        Assert.Contains(posts, p => Content(p).TryGetProperty("zh_cn", out _));
        Assert.Contains(posts, p => Content(p).TryGetProperty("title", out _));
        Assert.Contains(posts, p => p.GetProperty("body").Text("content").Contains("\"tag\":\"at\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Writes_a_bots_text_as_card_simplified_or_raw()
    {
        var simulator = await StartAsync(o => o.CardOneIn = 1);
        using var client = new FeishuTestClient(simulator);
        var query = $"im/v1/messages?container_id_type=chat&container_id={simulator.IdOf(Sample.General)}&page_size=50";

        var simple = (await client.AllAsync(query, "message_id", Token)).First(m => Type(m) == "interactive");
        var raw = (await client.AllAsync($"{query}&card_msg_content_type=raw_card_content", "message_id", Token)).First(m => Type(m) == "interactive");

        Assert.Equal("TradeBot", Content(simple).Text("title"));
        Assert.Equal(SampleCorpus.Texts[4], Content(simple).GetProperty("elements")[0][0].Text("text"));
        using var card = JsonDocument.Parse(Content(raw).Text("json_card"));
        Assert.Equal(SampleCorpus.Texts[4], card.RootElement.GetProperty("elements")[0].GetProperty("text").Text("content"));
        Assert.Equal(234043, await client.CodeAsync($"im/v1/messages/{Id(simple)}/resources/file_v3_x?type=file", Token));
    }

    [Fact]
    public async Task Writes_events_as_system_messages_of_nobody()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);
        var history = await client.HistoryAsync(simulator.IdOf(Sample.General), 50, Token);

        var (join, topic, unknown) = (Find("join"), Find("topic"), Find("unknown"));

        Assert.Equal("system", Type(join));
        Assert.Equal("unknown", join.GetProperty("sender").Text("sender_type"));
        Assert.Equal(
            """{"template":"{from_user} invited {to_chatters} to this chat","from_user":["Alice Chen"],"to_chatters":["Zoe Guest"]}""",
            Content(join).ToString());
        Assert.Equal("News", Content(topic).Text("name"));
        Assert.Equal("workplace_poll", Type(unknown));
        Assert.Equal("Lunch where?", Content(unknown).Text("text"));

        JsonElement Find(string id) => history.Single(m => Id(m) == simulator.IdOf(Sample.Message(id)));
    }

    [Fact]
    public async Task Makes_a_message_of_the_text_and_one_of_each_file()
    {
        string[] names = ["a.pdf", "b.PNG", "c.opus", "d.mp4"];
        CorpusFile[] files = [.. names.Select(n => new CorpusFile(n, n, "application/octet-stream", Encoding.ASCII.GetBytes(n)))];
        var message = new CorpusMessage("mixed", "general", "alice", SampleCorpus.Start, "see these", RecalledAt: SampleCorpus.Today, Files: files);
        var options = new FeishuSimulatorOptions { ServedUntil = SampleCorpus.Start.AddDays(1), PostOneIn = 0, ExtraOneIn = 0 };
        var simulator = await StartAsync(Sample.Corpus with { Messages = [message] }, options);
        using var client = new FeishuTestClient(simulator);

        var history = await client.HistoryAsync(simulator.IdOf(Sample.General), 2, Token);
        simulator.ServedUntil = null;
        var recalled = await client.HistoryAsync(simulator.IdOf(Sample.General), 2, Token);

        Assert.Equal(["text", "file", "image", "audio", "media"], history.Select(Type));
        Assert.Equal(simulator.IdsOf(message), history.Select(Id));
        Assert.All(recalled, m => Assert.True(m.GetProperty("deleted").GetBoolean()));
        simulator.ServedUntil = SampleCorpus.Start.AddDays(1);
        for (var i = 0; i < files.Length; i++)
        {
            var type = i == 1 ? "image" : "file";
            using var response = await client.SendAsync($"im/v1/messages/{Id(history[i + 1])}/resources/{simulator.KeyOf(files[i])}?type={type}", Token);
            Assert.Equal(names[i], await response.Content.ReadAsStringAsync(Token));
        }

        using var cover = await client.SendAsync($"im/v1/messages/{Id(history[4])}/resources/{Content(history[4]).Text("image_key")}?type=image", Token);
        Assert.Equal(HttpStatusCode.OK, cover.StatusCode);
    }

    [Fact]
    public async Task Lets_messages_of_every_rarer_type_follow_without_taking_a_text_away()
    {
        var simulator = await StartAsync(ManyTexts(400), new FeishuSimulatorOptions { ExtraOneIn = 1, PostOneIn = 0 });
        using var client = new FeishuTestClient(simulator);

        var history = await client.HistoryAsync(simulator.IdOf(Sample.General), 50, Token);

        Assert.Equal(400, history.Count(m => Type(m) == "text"));
        Assert.Equal(800, history.Count);
        Assert.Equal(ExtraTypes.Order(), history.Select(Type).Where(t => t != "text").Distinct().Order());
        Assert.Equal(simulator.MessageIdsIn(Sample.General), history.Select(Id));
        Assert.All(history.Where(m => Type(m) != "merge_forward"), m => Assert.Equal(JsonValueKind.Object, Content(m).ValueKind));
        foreach (var message in history.Where(m => Type(m) is "image" or "audio" or "post"))
        {
            var image = Type(message) != "audio";
            var text = message.GetProperty("body").Text("content");
            var key = text[text.IndexOf(image ? "img_v3_" : "file_v3_", StringComparison.Ordinal)..].Split('"')[0];
            using var response = await client.SendAsync($"im/v1/messages/{Id(message)}/resources/{key}?type={(image ? "image" : "file")}", Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var sticker = history.First(m => Type(m) == "sticker");
        Assert.Equal(234043, await client.CodeAsync($"im/v1/messages/{Id(sticker)}/resources/{Content(sticker).Text("file_key")}?type=file", Token));
    }

    [Fact]
    public async Task Opens_a_merged_message_by_its_id_and_keeps_its_children_shut()
    {
        var simulator = await StartAsync(ManyTexts(400), new FeishuSimulatorOptions { ExtraOneIn = 1, PostOneIn = 0 });
        using var client = new FeishuTestClient(simulator);
        var merged = (await client.HistoryAsync(simulator.IdOf(Sample.General), 50, Token)).Last(m => Type(m) == "merge_forward");

        var items = (await client.DataAsync($"im/v1/messages/{Id(merged)}", Token)).GetProperty("items").EnumerateArray().ToArray();

        Assert.Equal("Merged and Forwarded Message", merged.GetProperty("body").Text("content"));
        Assert.Equal(4, items.Length);
        Assert.Equal(Id(merged), Id(items[0]));
        Assert.All(items[1..], c => Assert.Equal(Id(merged), c.Text("upper_message_id")));
        Assert.All(items[1..], c => Assert.Equal("text", Type(c)));
        Assert.Equal(234043, await client.CodeAsync($"im/v1/messages/{Id(items[1])}/resources/file_v3_x?type=file", Token));
    }

    private Corpus ManyTexts(int count) => Sample.Corpus with
    {
        Messages = [.. Enumerable.Range(0, count).Select(i => new CorpusMessage($"many-{i}", "general", "alice", SampleCorpus.Start.AddSeconds(i), $"text {i}"))],
    };

    private static string Id(JsonElement message) => message.Text("message_id");

    private static string Type(JsonElement message) => message.Text("msg_type");

    private static JsonElement Content(JsonElement message)
    {
        using var content = JsonDocument.Parse(message.GetProperty("body").Text("content"));
        return content.RootElement.Clone();
    }

    /// <summary>A post as text, with names for placeholders.</summary>
    private static string Flat(JsonElement message)
    {
        var post = Content(message);
        post = post.TryGetProperty("zh_cn", out var inner) ? inner : post;
        var lines = post.GetProperty("content").EnumerateArray().Select(line => string.Concat(line.EnumerateArray().Select(n =>
            n.Text("tag") == "at" ? "@" + n.Text("user_name") : n.Text("text"))));
        var title = post.Text("title");
        return string.Join('\n', title.Length > 0 ? lines.Prepend(title) : lines);
    }
}
