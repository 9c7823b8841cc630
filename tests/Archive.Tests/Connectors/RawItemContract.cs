using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Tests.Connectors;

/// <summary>What a connector does that can also map bytes again which it has handed out before.</summary>
public abstract class RawItemContract : ConnectorContract
{
    [Fact]
    public async Task Reads_an_item_again_from_its_bytes_as_it_read_it_first()
    {
        await using var platform = await StartAsync(new SimulatorSettings());
        var run = await ReadAsync(platform, 50);
        using var source = platform.Open(50);
        var reader = Assert.IsType<IRawItemSource>(source.Connector, exactMatch: false).OpenRawItems();

        foreach (var item in run.Items)
        {
            var message = item.Message!;
            var reading = await reader.ReadAsync(new RawItem(item.NativeId, message.Revision, item.Raw), Cancellation);

            Assert.Equal(message.Conversation.Id, reading.ConversationId);
            if (message.Kind == MessageKind.Reaction)
            {
                Assert.NotNull(reading.Refusal);
                continue;
            }

            var again = Assert.Single(reading.Items, i => i.NativeId == item.NativeId && i.Message?.Revision == message.Revision).Message!;
            Assert.Equal((message.Text, message.Kind, message.SentAt, message.Sender, message.ThreadId), (again.Text, again.Kind, again.SentAt, again.Sender, again.ThreadId));
            Assert.Equal((message.Conversation.Name, message.Conversation.Kind), (again.Conversation.Name, again.Conversation.Kind));
            Assert.Equal(message.Conversation.Members.Select(m => m.Id).Order(), again.Conversation.Members.Select(m => m.Id).Order());
            Assert.Equal(message.Attachments.Select(a => (a.Id, a.State, a.Sha256)), again.Attachments.Select(a => (a.Id, a.State, a.Sha256)));
        }
    }

    [Fact]
    public async Task Fetches_no_file_where_it_is_only_to_say_what_the_bytes_are()
    {
        await using var platform = await StartAsync(new SimulatorSettings());
        var item = (await ReadAsync(platform, 50)).Items.First(i => i.Files is not null);
        using var source = platform.Open(50);
        var reader = Assert.IsType<IRawItemSource>(source.Connector, exactMatch: false).OpenRawItems();
        var asked = new RawItem(item.NativeId, item.Message!.Revision, item.Raw) { WithFiles = false };
        await reader.ReadAsync(asked, Cancellation); // people and conversations are known from here on
        var before = source.Requests;

        var reading = await reader.ReadAsync(asked, Cancellation);

        Assert.Equal(before, source.Requests);
        var again = Assert.Single(reading.Items, i => i.Message?.Revision == item.Message.Revision);
        Assert.Null(again.Files);
        Assert.Equal(item.Message.Attachments.Select(a => a.Id), again.Message!.Attachments.Select(a => a.Id));
        Assert.DoesNotContain(again.Message.Attachments, a => a.State is AttachmentState.Stored or AttachmentState.Failed);
        Assert.Null(reading.FilesNotReady);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,2]")]
    [InlineData("null")]
    [InlineData("{\"ts\":7,\"message_id\":{},\"chat_id\":\"\\ud800\",\"items\":[3]}")]
    public async Task Says_of_hostile_bytes_that_they_cannot_be_read(string raw)
    {
        await using var platform = await StartAsync(new SimulatorSettings());
        var known = (await ReadAsync(platform, 50)).Items[0].Message!.Conversation.Id;
        using var source = platform.Open(50);
        var reader = Assert.IsType<IRawItemSource>(source.Connector, exactMatch: false).OpenRawItems();

        var reading = await reader.ReadAsync(new RawItem($"{known}:?0123", "", System.Text.Encoding.UTF8.GetBytes(raw)), Cancellation);
        var unknown = await reader.ReadAsync(new RawItem("", "", System.Text.Encoding.UTF8.GetBytes(raw)), Cancellation);

        Assert.NotNull(Assert.Single(reading.Items).Unreadable);
        Assert.True(unknown.Refusal is not null || unknown.Items.All(i => i.Message is null));
    }
}
