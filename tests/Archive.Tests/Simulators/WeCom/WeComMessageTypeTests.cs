using System.Text.Json;
using Archive.Simulators.Corpus;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

/// <summary>Every type of message that the platform documents, and some that it does not.</summary>
public sealed class WeComMessageTypeTests(PulledBank bank) : WeComSimulatorTests, IClassFixture<PulledBank>
{
    [Fact]
    public void Is_pulled_completely()
    {
        Assert.Equal(bank.Simulator.MessageIds, bank.Messages.Select(m => m.Id));
        var spoken = PulledBank.Corpus.Messages.Where(m => m.Kind == CorpusMessageKind.Text).ToArray();
        Assert.Equal(spoken.Sum(m => bank.Simulator.MessageIdsOf(m).Count > 0 ? 1 : 0), spoken.Length);
        Assert.All(
            PulledBank.Corpus.Messages.Where(m => m.Kind is CorpusMessageKind.Join or CorpusMessageKind.Leave or CorpusMessageKind.TopicChange),
            m => Assert.Empty(bank.Simulator.MessageIdsOf(m)));
    }

    [Fact]
    public void Has_every_documented_type()
    {
        var messages = bank.Messages;

        string[] expected =
        [
            "agree", "calendar", "card", "chatrecord", "collect", "docmsg", "emotion", "external_redpacket", "file", "image", "link", "location", "markdown", "meeting",
            "meeting_voice_call", "mixed", "news", "qydiskfile", "redpacket", "revoke", "sphfeed", "text", "todo", "video", "voice", "voip_doc_share", "voiptext",
            "vote", "weapp", "workplace_poll", "board_note",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), messages.Select(m => m.Type).Where(t => t.Length > 0).Distinct().Order(StringComparer.Ordinal));
        var change = messages.First(m => m.Json.Text("action") == "switch").Json;
        Assert.StartsWith("sw", change.Text("msgid"), StringComparison.Ordinal);
        Assert.Equal(["msgid", "action", "time", "user"], change.EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("text", "text", "content")]
    [InlineData("image", "image", "md5sum sdkfileid filesize")]
    [InlineData("revoke", "revoke", "pre_msgid")]
    [InlineData("agree", "agree", "userid agree_time")]
    [InlineData("voice", "voice", "md5sum voice_size play_length sdkfileid")]
    [InlineData("video", "video", "md5sum filesize play_length sdkfileid")]
    [InlineData("card", "card", "corpname userid")]
    [InlineData("location", "location", "longitude latitude address title zoom")]
    [InlineData("emotion", "emotion", "type width height imagesize md5sum sdkfileid")]
    [InlineData("file", "file", "md5sum filename fileext filesize sdkfileid")]
    [InlineData("link", "link", "title description link_url image_url")]
    [InlineData("weapp", "weapp", "title description username displayname")]
    [InlineData("chatrecord", "chatrecord", "title item")]
    [InlineData("mixed", "mixed", "item")]
    [InlineData("todo", "todo", "title content")]
    [InlineData("collect", "collect", "room_name creator create_time title details")]
    [InlineData("redpacket", "redpacket", "type wish totalcnt totalamount")]
    [InlineData("external_redpacket", "redpacket", "type wish totalcnt totalamount")]
    [InlineData("meeting", "meeting", "topic starttime endtime address remarks meetingtype meetingid status")]
    [InlineData("docmsg", "doc", "title link_url doc_creator")]
    [InlineData("markdown", "info", "content")]
    [InlineData("news", "info", "item")]
    [InlineData("calendar", "calendar", "title creatorname attendeename starttime endtime place remarks")]
    [InlineData("meeting_voice_call", "meeting_voice_call", "endtime sdkfileid demofiledata sharescreendata")]
    [InlineData("voip_doc_share", "voip_doc_share", "filename md5sum filesize sdkfileid")]
    [InlineData("sphfeed", "sphfeed", "feed_type sph_name feed_desc")]
    [InlineData("voiptext", "info", "callduration invitetype")]
    [InlineData("qydiskfile", "info", "filename")]
    public void Has_exactly_the_fields_of_the_type(string type, string key, string fields)
    {
        var found = bank.Messages.Where(m => m.Type == type).ToArray();

        Assert.NotEmpty(found);
        Assert.All(found, m => Assert.Equal(fields.Split(' ').Order(), m.Json.GetProperty(key).EnumerateObject().Select(p => p.Name).Order()));
    }

    [Fact]
    public async Task Nests_json_in_strings_and_files_in_those()
    {
        var messages = bank.Messages;
        var record = messages.First(m => m.Type == "chatrecord").Json.GetProperty("chatrecord").Items("item");
        var inner = JsonDocument.Parse(record.Single(i => i.Text("type") == "ChatRecordMixed").Text("content")).RootElement.Items("item");
        var picture = JsonDocument.Parse(inner.Single(i => i.Text("type") == "image").Text("content")).RootElement;
        var mixed = messages.First(m => m.Type == "mixed").Json.GetProperty("mixed").Items("item").Where(i => i.Text("type") == "image");
        var parent = Parent(bank.Simulator);
        await parent.OpenAsync(Token);

        Assert.Equal(0, (await parent.ReadMediaAsync("", picture.Text("sdkfileid"), Token)).Code);
        foreach (var item in mixed)
        {
            var image = JsonDocument.Parse(item.Text("content")).RootElement;
            var chunk = await parent.ReadMediaAsync("", image.Text("sdkfileid"), Token);
            Assert.Equal((0, image.GetProperty("filesize").GetInt32()), (chunk.Code, chunk.Data.Length));
        }

        Assert.Equal(2, mixed.Count());
        Assert.Contains(record, i => i.Text("type") == "ChatRecordText");
    }

    [Fact]
    public void Has_numbers_beyond_64_signed_bits_and_both_forms_of_a_vote()
    {
        var messages = bank.Messages;

        Assert.All(messages.Where(m => m.Type == "meeting"), m => Assert.True(m.Json.GetProperty("meeting").GetProperty("meetingid").GetUInt64() > long.MaxValue));
        Assert.All(
            messages.Where(m => m.Type == "collect").SelectMany(m => m.Json.GetProperty("collect").Items("details")),
            d => Assert.True(d.GetProperty("id").GetUInt64() > long.MaxValue));
        var votes = messages.Where(m => m.Type == "vote").Select(m => m.Json).ToArray();
        Assert.Contains(votes, v => v.TryGetProperty("vote", out var inner) && inner.Text("votetitle").Length > 0);
        Assert.Contains(votes, v => v.TryGetProperty("votetitle", out _));
    }

    [Fact]
    public void Repeats_people_in_a_voice_call_and_leaves_robots_out_of_every_list()
    {
        var messages = bank.Messages;
        var robots = PulledBank.Corpus.People.Where(p => p.Kind == CorpusPersonKind.Bot).Select(bank.Simulator.IdOf).ToHashSet();

        var call = messages.First(m => m.Type == "meeting_voice_call").Json;
        Assert.Contains(call.Text("from"), call.Texts("tolist"));
        Assert.NotEqual(call.Texts("tolist").Length, call.Texts("tolist").Distinct().Count());
        Assert.All(messages.Where(m => m.Type.Length > 0), m => Assert.DoesNotContain(m.Json.Texts("tolist"), t => robots.Contains(t!)));
        Assert.All(messages.Where(m => m.Type is "markdown" or "news"), m => Assert.Contains(m.Json.Text("from"), robots));
    }

    [Fact]
    public async Task May_have_no_time()
    {
        var simulator = await StartAsync(PulledBank.Corpus, o => (o.ExtraOneIn, o.ZeroTimeOneIn) = (4, 3));
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);

        var messages = await parent.PullAsync(Token);

        Assert.Contains(messages, m => m.Type.Length > 0 && m.Json.GetProperty("msgtime").GetInt64() == 0);
        Assert.All(messages.Where(m => m.Type == "text"), m => Assert.True(m.Json.GetProperty("msgtime").GetInt64() > 0));
    }
}
