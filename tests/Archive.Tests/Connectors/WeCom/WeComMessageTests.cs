using System.Text;
using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom;
using Archive.Connectors.WeCom.Wire;
using Archive.Core.Consent;
using Archive.Core.Messages;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>What becomes of each type of message, from a file of cases.</summary>
public sealed class WeComMessageTests
{
    private const string Client = "wmEXAMPLE0000000000000000000001";
    private const string Robot = "wbEXAMPLE0000000000000000000001";

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Connectors", "WeCom", "Cases", "messages.txt"));
            foreach (var block in text.ReplaceLineEndings("\n").Split("\n\n").Select(b => b.Trim('\n')).Where(b => b.Length > 0 && b[0] != '#'))
            {
                var lines = block.Split('\n');
                var colon = lines[0].IndexOf(": ", StringComparison.Ordinal);
                cases.Add(lines[0][..colon], lines[0][(colon + 2)..], string.Join('\n', lines[1..]));
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Becomes_text_files_and_kind(string type, string part, string expected)
    {
        var item = Map(Message(type, part));

        var message = item.Item.Message;
        Assert.True(message is not null, item.Item.Unreadable);
        string[] head = message.Kind == MessageKind.Text ? [] : [$"kind {message.Kind}{(message.Concerns is null ? "" : $" of {message.Concerns}")}"];
        var files = item.Files.Select(f => string.Join(' ', new[] { "file", f.Id, f.MediaType, f.Size?.ToString(), f.Md5, f.Name }.Where(p => !string.IsNullOrEmpty(p)))
            + (f.Reason is null ? "" : $" - {f.Reason}"));
        Assert.Equal(expected, string.Join('\n', [.. head, $"text {message.Text.Replace("\n", "\\n", StringComparison.Ordinal)}".TrimEnd(), .. files]));
        Assert.Equal(type switch { "text" => null, "" => "(none)", _ => type }, message.NativeType);
        Assert.Equal(("m1_1700000000_external", ""), (message.NativeId, message.Revision));
        Assert.Equal(1_700_000_000_123, message.SentAt.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void A_change_of_corporation_has_neither_sender_nor_receivers()
    {
        var message = Map("""{"msgid":"sw1700000001","action":"switch","time":1700000000840,"user":"zhou.min"}""", "sw1700000001").Item.Message!;

        Assert.Equal((MessageKind.Notice, "switch", "zhou.min"), (message.Kind, message.NativeType, message.Sender.Id));
        Assert.Equal(1_700_000_000_840, message.SentAt.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData("m_1700000000_external", 1_700_000_000_000)]
    [InlineData("m_1700000000123", 1_700_000_000_123)]
    public void A_message_without_a_time_has_that_of_its_id(string id, long expected) =>
        Assert.Equal(expected, Map(Message("text", """ "text":{"content":"x"} """).Replace("1700000000123", "0", StringComparison.Ordinal), id).Item.Message!.SentAt.ToUnixTimeMilliseconds());

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"from":"a","tolist":["b"],"msgtime":0,"msgtype":"text","text":{"content":"no time anywhere"}}""")]
    [InlineData("""{"from":"a","tolist":["b"],"msgtime":1700000000123,"msgtype":"image","image":{}}""")]
    [InlineData("""{"from":"a","tolist":["b"],"msgtime":1700000000123,"msgtype":"text","text":{"content":"lone \ud800 surrogate"}}""")]
    public void Is_quarantined_with_its_bytes_where_it_cannot_be_read(string json)
    {
        var item = Map(json, "odd").Item;

        Assert.Null(item.Message);
        Assert.False(string.IsNullOrEmpty(item.Unreadable));
        Assert.Equal(json, Encoding.UTF8.GetString(item.Raw.Span));
    }

    [Fact]
    public void Control_characters_do_not_keep_a_message_out_and_its_bytes_stay_as_they_came()
    {
        var json = Message("text", "\"text\":{\"content\":\"left\u0001right \\u0011\"}");

        var item = Map(json).Item;

        Assert.Equal("left right \u0011", item.Message!.Text);
        Assert.Equal(json, Encoding.UTF8.GetString(item.Raw.Span));
    }

    [Fact]
    public void Members_of_a_room_are_those_whom_the_message_reached_once_each()
    {
        var json = Message("text", """ "text":{"content":"x"} """).Replace("\"roomid\":\"\"", "\"roomid\":\"wrROOM1\"", StringComparison.Ordinal)
            .Replace($"[\"{Client}\"]", $"[\"{Client}\",\"li.wen\",\"zhou.min\",\"li.wen\",\"{Robot}\"]", StringComparison.Ordinal);

        var conversation = Map(json).Item.Message!.Conversation;

        Assert.Equal(("wrROOM1", ConversationKind.Group), (conversation.Id, conversation.Kind));
        Assert.Equal(
            [("li.wen", ParticipantKind.Member), (Robot, ParticipantKind.Bot), (Client, ParticipantKind.External), ("zhou.min", ParticipantKind.Member)],
            conversation.Members.Select(m => (m.Id, m.Kind)));
    }

    [Fact]
    public void Both_sides_of_a_conversation_of_two_are_one_conversation()
    {
        var there = Map(Message("text", """ "text":{"content":"x"} """)).Item.Message!;
        var back = Map(Message("text", """ "text":{"content":"y"} """).Replace("\"from\":\"zhou.min\"", $"\"from\":\"{Client}\"", StringComparison.Ordinal)
            .Replace($"[\"{Client}\"]", "[\"zhou.min\"]", StringComparison.Ordinal)).Item.Message!;

        Assert.Equal(there.Conversation.Id, back.Conversation.Id);
        Assert.Equal(ConversationKind.Direct, there.Conversation.Kind);
    }

    /// <summary>"wo" and "wm" begin the ids of outsiders, and the names of people: the short one is taken for a member, who needs an entry in the register.</summary>
    [Theory]
    [InlineData("wong.li", ParticipantKind.Member)]
    [InlineData("wm", ParticipantKind.Member)]
    [InlineData("woAJ2GCAAAXtWyujaWJHDDGi0mACas1w", ParticipantKind.External)]
    [InlineData("wmAJ2GCAAAXtWyujaWJHDDGi0mACas1w", ParticipantKind.External)]
    public void An_id_that_looks_like_an_outsiders_is_not_always_one(string id, ParticipantKind expected) => Assert.Equal(expected, new People().KindOf(id));

    [Fact]
    public void Who_has_a_seat_is_a_member_whatever_the_id_looks_like()
    {
        var people = new People();
        people.AddMember("woAJ2GCAAAXtWyujaWJHDDGi0mACas1w");

        Assert.Equal(ParticipantKind.Member, people.KindOf("woAJ2GCAAAXtWyujaWJHDDGi0mACas1w"));
    }

    [Theory]
    [InlineData("agree", """ "agree":{"userid":"wmEX01","agree_time":1700000000456} """, "wmEX01", 456)]
    [InlineData("disagree", """ "disagree":{"userid":"wmEX01","disagree_time":1700000000456} """, "wmEX01", 456)]
    [InlineData("disagree", """ "agree":{"userid":"wmEX01","agree_time":1700000000456} """, "wmEX01", 456)]
    [InlineData("disagree", """ "disagree":{"userid":"","disagree_time":0} """, "zhou.min", 123)]
    [InlineData("agree", """ "agree":{"userid":7,"agree_time":{}} """, "zhou.min", 123)]
    [InlineData("agree", """ "agree":"yes" """, "zhou.min", 123)]
    [InlineData("agree", """ "agree":{"userid":"\ud800","agree_time":1700000000456} """, "zhou.min", 123)]
    public void Who_answered_and_when_is_what_the_body_says(string type, string part, string account, int milliseconds)
    {
        var json = Message(type, part);

        var said = Consents.Said(JsonElement.Parse(json), Map(json).Item.Message!);

        Assert.Equal(
            (account, type == "agree" ? ConsentStanding.Agreed : ConsentStanding.Declined, 1_700_000_000_000 + milliseconds), (said!.Account, said.Standing, said.At.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public void Other_messages_say_nothing_of_consent() =>
        Assert.Null(Consents.Said(JsonElement.Parse("{}"), Map(Message("text", """ "text":{"content":"agree"} """)).Item.Message!));

    private static string Message(string type, string part) =>
        $$"""{"msgid":"m1_1700000000_external","action":"send","from":"zhou.min","tolist":["{{Client}}"],"roomid":"","msgtime":1700000000123,"msgtype":"{{type}}",{{part}}}""";

    private static MappedItem<WeComFile> Map(string json, string id = "m1_1700000000_external")
    {
        var people = new People();
        var envelope = new ChatEnvelope(1, id, 1, "", "", []);
        return new MessageMapper(people, new Conversations(people)).Map(OpenedMessage.Of(envelope, Encoding.UTF8.GetBytes(json)));
    }
}
