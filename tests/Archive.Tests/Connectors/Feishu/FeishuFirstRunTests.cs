using Archive.Core.Messages;

namespace Archive.Tests.Connectors.Feishu;

public sealed class FeishuFirstRunTests
{
    [Fact]
    public async Task Reads_the_texts_of_a_chat_with_senders_recipients_and_names()
    {
        var tenant = new FakeTenant().On("im/v1/messages", address => FakeTenant.Page(
            """
            {"message_id":"om_a1","chat_id":"oc_c1","msg_type":"text","create_time":"1700000000123","update_time":"1700000000123","deleted":false,"updated":false,
             "sender":{"id":"ou_u1","id_type":"open_id","sender_type":"user","tenant_key":"tk1"},
             "body":{"content":"{\"text\":\"@_user_1 报价已更新\"}"},
             "mentions":[{"key":"@_user_1","id":"ou_u2","id_type":"open_id","name":"李四","tenant_key":"tk1"}]}
            """));
        using var source = new FeishuSource(network: tenant.Network);
        var run = new ReadRun();

        Assert.Null(await run.GoAsync(source.Connector, TestContext.Current.CancellationToken));

        var message = Assert.Single(run.Items).Message!;
        Assert.Equal(("om_a1", "", MessageKind.Text, "@李四 报价已更新"), (message.NativeId, message.Revision, message.Kind, message.Text));
        Assert.Equal(new Participant("ou_u1", "张三", ParticipantKind.Member), message.Sender);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), message.SentAt);
        Assert.Equal(("oc_c1", "desk", ConversationKind.Group), (message.Conversation.Id, message.Conversation.Name, message.Conversation.Kind));
        Assert.Equal([new Participant("ou_x", "Eve", ParticipantKind.External)], Recipients.Of(message));
        Assert.Equal("1700000000123", run.Cursor.Find("mark:oc_c1"));
        Assert.Null(run.Cursor.Find("position"));
    }
}
