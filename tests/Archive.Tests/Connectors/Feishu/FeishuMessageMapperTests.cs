using System.Text;
using System.Text.Json;
using Archive.Connectors.Feishu;
using Archive.Core.Messages;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>What a message's frame makes of it: versions, threads, senders.</summary>
public sealed class FeishuMessageMapperTests
{
    [Theory]
    [InlineData(false, false, "1700000000123", "", MessageKind.Text, "hello", 1_700_000_000_123)]
    [InlineData(false, true, "1700000050000", "e:1700000050000", MessageKind.Edit, "hello", 1_700_000_050_000)]
    [InlineData(true, false, "1700000060000", "r:deleted", MessageKind.Recall, "", 1_700_000_000_123)]
    [InlineData(true, true, "1700000060000", "r:deleted", MessageKind.Recall, "", 1_700_000_000_123)]
    public void Names_a_version_after_what_it_shows(
        bool deleted, bool updated, string updateTime, string revision, MessageKind kind, string text, long sent)
    {
        var message = Element(deleted: deleted, updated: updated, updateTime: updateTime).Map().Mapped.Item.Message!;

        Assert.Equal((revision, kind, text), (message.Revision, message.Kind, message.Text));
        Assert.Equal(sent, message.SentAt.ToUnixTimeMilliseconds());
        Assert.Equal(revision.Length == 0 ? null : "om_1", message.Concerns);
    }

    [Fact]
    public void Reads_no_words_out_of_the_phrase_that_stands_for_a_recalled_message()
    {
        var message = Element(deleted: true, content: "This message was recalled").Map().Mapped.Item.Message!;

        Assert.Equal((MessageKind.Recall, ""), (message.Kind, message.Text));
    }

    [Theory]
    [InlineData("\"message_id\":\"om_1\"", "\"message_id\":\"\"", "oc_c1:?")]
    [InlineData("\"create_time\":\"1700000000123\"", "\"create_time\":\"yesterday\"", "om_1")]
    [InlineData("\"create_time\":\"1700000000123\"", "\"create_time\":\"9999999999999999999\"", "om_1")]
    [InlineData("\"updated\":false,\"update_time\":\"1700000000123\"", "\"updated\":true,\"update_time\":\"\"", "om_1")]
    [InlineData("\"sender\":{", "\"sender\":7,\"other\":{", "om_1")]
    public void Quarantines_a_message_whose_frame_is_broken(string sound, string broken, string id)
    {
        var json = Element().Json;
        Assert.Contains(sound, json, StringComparison.Ordinal);

        var item = new ElementOfTest(json.Replace(sound, broken, StringComparison.Ordinal)).Map().Mapped.Item;

        Assert.Null(item.Message);
        Assert.StartsWith(id, item.NativeId, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(item.Unreadable));
    }

    [Theory]
    [InlineData("""{"id":"ou_u1","id_type":"open_id","sender_type":"user","tenant_key":"tk1"}""", "ou_u1", "张三", ParticipantKind.Member)]
    [InlineData("""{"id":"ou_new","id_type":"open_id","sender_type":"user","tenant_key":"tk1"}""", "ou_new", "ou_new", ParticipantKind.Member)]
    [InlineData("""{"id":"ou_e","id_type":"open_id","sender_type":"user","tenant_key":"tk9"}""", "ou_e", "ou_e", ParticipantKind.External)]
    [InlineData("""{"id":"ou_q","id_type":"open_id","sender_type":"user"}""", "ou_q", "ou_q", ParticipantKind.Unknown)]
    [InlineData("""{"id":"cli_b","id_type":"app_id","sender_type":"app","tenant_key":"tk1"}""", "cli_b", "cli_b", ParticipantKind.Bot)]
    [InlineData("""{"id":"","id_type":"","sender_type":"anonymous","tenant_key":"tk1"}""", "anonymous", "?", ParticipantKind.Unknown)]
    [InlineData("null", "unknown", "?", ParticipantKind.Unknown)]
    public void Tells_members_strangers_and_bots_apart(string sender, string id, string name, ParticipantKind kind) =>
        Assert.Equal(new Participant(id, name, kind), Element(sender: sender).Map().Mapped.Item.Message!.Sender);

    [Fact]
    public void Lets_the_platform_speak_where_a_system_line_has_no_sender() =>
        Assert.Equal(
            ParticipantKind.Platform,
            Element(sender: """{"id":"","id_type":"","sender_type":"unknown","tenant_key":"tk1"}""", type: "system", content: """{"template":"x"}""").Map().Mapped.Item.Message!.Sender.Kind);

    [Theory]
    [InlineData("om_root", "om_root")]
    [InlineData("om_1", null)]
    [InlineData("", null)]
    public void Ties_a_reply_to_the_first_message_of_its_thread(string root, string? thread) =>
        Assert.Equal(thread, Element(root: root).Map().Mapped.Item.Message!.ThreadId);

    [Fact]
    public void Keeps_the_bytes_as_they_came()
    {
        var json = Element().Json.Trim();

        Assert.Equal(json, Encoding.UTF8.GetString(new ElementOfTest(json).Map().Mapped.Item.Raw.Span));
    }

    [Fact]
    public void Reads_a_forwarded_bundle_with_the_bundles_in_it()
    {
        using var answer = JsonDocument.Parse("""
            [{"message_id":"om_2","msg_type":"text","create_time":"1","sender":{"id":"ou_u1","sender_type":"user","tenant_key":"tk1"},"body":{"content":"{\"text\":\"first @_user_1\"}"},"mentions":[{"key":"@_user_1","name":"李四"}],"upper_message_id":"om_1"},
             {"message_id":"om_3","msg_type":"merge_forward","create_time":"2","sender":{"id":"ou_u1","sender_type":"user","tenant_key":"tk1"},"body":{"content":"Merged and Forwarded Message"},"upper_message_id":"om_1"},
             {"message_id":"om_4","msg_type":"file","create_time":"3","sender":{"id":"ou_z","sender_type":"user","tenant_key":"tk9"},"body":{"content":"{\"file_key\":\"f1\",\"file_name\":\"a.pdf\"}"},"upper_message_id":"om_3"},
             {"message_id":"om_5","msg_type":"text","create_time":"4","sender":{"id":"ou_z","sender_type":"user","tenant_key":"tk9"},"body":{"content":"broken"},"upper_message_id":"om_1"}]
            """);
        var bundle = new ForwardedBundle([.. answer.RootElement.EnumerateArray().Select(e => FeishuElement.Of(e).Message!)], "[all]"u8.ToArray());

        var item = Element(type: "merge_forward", content: "Merged and Forwarded Message").Map(bundle).Mapped;

        Assert.Equal("张三: first @李四\n张三:\n  ou_z: a.pdf\nou_z:", item.Item.Message!.Text);
        Assert.Equal((MessageKind.Text, "merge_forward"), (item.Item.Message.Kind, item.Item.Message.NativeType));
        Assert.Equal("[all]", Encoding.UTF8.GetString(item.Item.Raw.Span));
        Assert.Equal(("f1", "The platform gives out no files of forwarded messages and cards."), (Assert.Single(item.Files).Key, item.Files[0].Reason));
    }

    [Fact]
    public void Lists_a_bundle_that_is_gone_as_one_that_it_could_not_read()
    {
        var message = Element(type: "merge_forward", content: "Merged and Forwarded Message").Map().Mapped.Item.Message!;

        Assert.Equal((MessageKind.Unknown, ""), (message.Kind, message.Text));
    }

    private static ElementOfTest Element(
        bool deleted = false, bool updated = false, string updateTime = "1700000000123", string type = "text", string content = """{"text":"hello"}""",
        string root = "", string sender = """{"id":"ou_u1","id_type":"open_id","sender_type":"user","tenant_key":"tk1"}""") => new($$"""
        {"message_id":"om_1","root_id":"{{root}}","parent_id":"{{root}}","thread_id":"","msg_type":"{{type}}","create_time":"1700000000123",
         "deleted":{{(deleted ? "true" : "false")}},"updated":{{(updated ? "true" : "false")}},"update_time":"{{updateTime}}","chat_id":"oc_c1",
         "sender":{{sender}},"body":{"content":{{JsonSerializer.Serialize(content)}}},"mentions":[]}
        """);
}
