using System.Text;
using System.Text.Json;
using Archive.Connectors.Slack;
using Archive.Connectors.Slack.Directory;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Messages;
using Xunit;

namespace Archive.Tests.Connectors.Slack;

public sealed class SlackMessageMapperTests
{
    private static readonly Conversation Desk = new("C0DESK001", "rates-desk", ConversationKind.PrivateChannel, []);

    private readonly SlackMessageMapper _mapper;

    public SlackMessageMapperTests()
    {
        var directory = new SlackDirectory(["T0RETAIL1", "E0EXAMPLE1"]);
        directory.Add(new SlackUser { Id = "U0ALICE01", RealName = "Alice Chen", Teams = ["T0RETAIL1"] });
        directory.Add(new SlackUser { Id = "U0BOBLI01", RealName = "Bob Li", Teams = ["T0RETAIL1"], Deleted = true });
        _mapper = new SlackMessageMapper(directory);
    }

    [Fact]
    public void An_edited_message_is_the_edit_and_not_the_original()
    {
        var items = Map("""
            {"type":"message","user":"U0ALICE01","ts":"1767172222.000300","text":"Please settle the Q4 fee with <@U0BOBLI01>",
             "blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[
               {"type":"text","text":"Please settle the Q4 fee with "},{"type":"user","user_id":"U0BOBLI01"}]}]}],
             "edited":{"user":"U0ALICE01","ts":"1767172300.000000"},"reactions":[{"name":"+1","users":["U0BOBLI01"],"count":3}]}
            """);

        Assert.Equal(["e:1767172300.000000", "x:+1:U0BOBLI01"], items.Select(m => m.Revision));
        Assert.Equal((MessageKind.Edit, "Please settle the Q4 fee with @Bob Li"), (items[0].Kind, items[0].Text));
        Assert.Equal("C0DESK001:1767172222.000300", items[0].Concerns);
        Assert.Equal(("Bob Li", ParticipantKind.Member, ":+1:"), (items[1].Sender.Name, items[1].Sender.Kind, items[1].Text));
    }

    [Fact]
    public void A_broadcast_reply_belongs_to_its_thread()
    {
        var message = Assert.Single(Map("""
            {"type":"message","subtype":"thread_broadcast","user":"U0BOBLI01","ts":"1767172900.000100","thread_ts":"1767172222.000300","text":"done &amp; confirmed",
             "root":{"type":"message","user":"U0ALICE01","ts":"1767172222.000300","text":"Please settle …","reply_count":1}}
            """));

        Assert.Equal(("done & confirmed", "C0DESK001:1767172222.000300", MessageKind.Text), (message.Text, message.ThreadId, message.Kind));
        Assert.Equal(1767172900000100, Timestamps.ToMicroseconds(message.SentAt));
    }

    [Fact]
    public void A_bot_s_attachment_is_text()
    {
        var message = Assert.Single(Map("""
            {"type":"message","subtype":"bot_message","bot_id":"B0TRADE01","username":"TradeBot","ts":"1767173000.000400","text":"","attachments":[
             {"id":1,"fallback":"Trade 8812 filled","title":"Trade 8812","text":"Filled at 101.25","fields":[{"title":"Side","value":"BUY","short":true}]}]}
            """));

        Assert.Equal("Trade 8812\nFilled at 101.25\nSide\nBUY\nTrade 8812 filled", message.Text);
        Assert.Equal(("B0TRADE01", "TradeBot", ParticipantKind.Bot), (message.Sender.Id, message.Sender.Name, message.Sender.Kind));
    }

    [Fact]
    public void Joins_are_joins()
    {
        var message = Assert.Single(Map("""
            {"type":"message","subtype":"channel_join","user":"U0BOBLI01","ts":"1767173200.000600","text":"<@U0BOBLI01> has joined the channel","inviter":"U0ALICE01"}
            """));

        Assert.Equal((MessageKind.Join, "@Bob Li has joined the channel", "channel_join"), (message.Kind, message.Text, message.NativeType));
    }

    [Fact]
    public void A_change_gives_the_text_before_and_the_text_after()
    {
        var items = Map("""
            {"type":"message","subtype":"message_changed","channel":"C0DESK001","hidden":true,"ts":"1767173300.000700","event_ts":"1767173300.000700",
             "message":{"type":"message","user":"U0ALICE01","ts":"1767173100.000500","text":"new","edited":{"user":"U0ALICE01","ts":"1767173300.000000"}},
             "previous_message":{"type":"message","user":"U0ALICE01","ts":"1767173100.000500","text":"old"}}
            """);

        Assert.Equal([("", "old", MessageKind.Text), ("e:1767173300.000000", "new", MessageKind.Edit)], items.Select(m => (m.Revision, m.Text, m.Kind)));
        Assert.All(items, m => Assert.Equal("C0DESK001:1767173100.000500", m.NativeId));
    }

    [Fact]
    public void A_deletion_is_a_recall_of_what_was_there()
    {
        var items = Map("""
            {"type":"message","subtype":"message_deleted","channel":"C0DESK001","hidden":true,"deleted_ts":"1767173100.000500","ts":"1767173400.000800",
             "previous_message":{"type":"message","user":"U0ALICE01","ts":"1767173100.000500","text":"new","edited":{"user":"U0ALICE01","ts":"1767173300.000000"}}}
            """);

        Assert.Equal([("e:1767173300.000000", MessageKind.Edit), ("r:1767173400.000800", MessageKind.Recall)], items.Select(m => (m.Revision, m.Kind)));
        Assert.Equal(("C0DESK001:1767173100.000500", "U0ALICE01"), (items[1].Concerns, items[1].Sender.Id));
    }

    [Theory]
    [InlineData("""{"type":"message","subtype":"workspace_poll","user":"U0ALICE01","ts":"1.000001","text":"Lunch?"}""", MessageKind.Text, "workspace_poll", "")]
    [InlineData("""{"type":"message","subtype":"workspace_poll","user":"U0ALICE01","ts":"1.000001"}""", MessageKind.Unknown, "workspace_poll", "")]
    [InlineData("""{"type":"message","subtype":"ekm_access_denied","user":"U0ALICE01","ts":"1.000001","text":"no key"}""", MessageKind.Unknown, "ekm_access_denied", "v:ekm_access_denied")]
    [InlineData("""{"type":"message","subtype":"tombstone","user":"USLACKBOT","ts":"1.000001","text":"This message was deleted."}""", MessageKind.Recall, "tombstone", "r:tombstone")]
    [InlineData("""{"type":"message","subtype":"huddle_thread","user":"U0ALICE01","ts":"1.000001","text":"","room":{"date_end":7}}""", MessageKind.Notice, "huddle_thread", "v:ended:7")]
    public void Keeps_types_it_does_not_know_and_never_passes_a_placeholder_for_the_original(string json, MessageKind kind, string type, string revision)
    {
        var message = Assert.Single(Map(json));

        Assert.Equal((kind, type, revision), (message.Kind, message.NativeType, message.Revision));
    }

    [Theory]
    [InlineData("""{"type":"message","text":"no time"}""")]
    [InlineData("""{"type":"message","ts":"1e9","text":"x"}""")]
    [InlineData("""{"type":"message","ts":"1.0000001","text":"x"}""")]
    [InlineData("""{"type":"message","ts":"1.000001","text":{"a":1}}""")]
    [InlineData("""{"type":"message","ts":"1.000001","text":"\ud800"}""")]
    [InlineData("""{"type":"message","ts":"1.000001","text":"x","edited":{}}""")]
    [InlineData("17")]
    public void Quarantines_what_it_cannot_read_with_its_bytes(string json)
    {
        var item = Assert.Single(_mapper.Map(JsonDocument.Parse(json).RootElement, Desk)).Item;

        Assert.Null(item.Message);
        Assert.NotNull(item.Unreadable);
        Assert.Equal(json, Encoding.UTF8.GetString(item.Raw.Span));
    }

    [Fact]
    public void Unknown_senders_are_never_members_without_a_profile_that_says_so()
    {
        var stranger = Map("""{"type":"message","user":"U9","ts":"1.000001","text":"x","user_team":"T0PARTNER"}""")[0].Sender.Kind;
        var nobody = Map("""{"type":"message","user":"U9","ts":"1.000001","text":"x"}""")[0].Sender.Kind;
        var guest = Map("""{"type":"message","user":"U9","ts":"1.000001","text":"x","user_team":"T0RETAIL1","user_profile":{"is_restricted":1}}""")[0].Sender.Kind;

        Assert.Equal((ParticipantKind.External, ParticipantKind.Unknown, ParticipantKind.Guest), (stranger, nobody, guest));
    }

    private List<ChatMessage> Map(string json) =>
        [.. _mapper.Map(JsonDocument.Parse(json).RootElement, Desk).Select(i => i.Item.Message ?? throw new InvalidOperationException(i.Item.Unreadable))];
}
