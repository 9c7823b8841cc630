using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Core.Search;
using Archive.Core.Search.Language;
using Xunit;

namespace Archive.Tests.Search;

public sealed class HitExplanationTests
{
    private static readonly DateTimeOffset Sent = new(2024, 3, 5, 9, 0, 0, TimeSpan.Zero);

    private static readonly StoredRecord Record = new(
        7,
        7,
        "slack",
        new ChatMessage
        {
            NativeId = "m1",
            Kind = MessageKind.Text,
            Conversation = new Conversation("C1", "trading-desk", ConversationKind.Channel, []),
            Sender = new Participant("U01", "Alice Chen", ParticipantKind.Member),
            SentAt = Sent,
            Text = "Wire the client. Client asked twice; 客户要求转账，客户已确认。哈哈哈",
            Attachments = [new Attachment("F1", "client-wire.pdf", "application/pdf", 6, AttachmentState.Stored, null, null)],
        },
        [],
        "default@1",
        Provenance.Captured,
        Sent,
        new RetentionPin(new RetentionPolicy("keep@1", 365, RetentionAction.Keep), new DateOnly(2030, 1, 1)));

    [Theory]
    [InlineData("client", "client 2", "client 1")]
    [InlineData("客户", "客户 2", "")]
    [InlineData("哈哈", "哈哈 2", "")]
    [InlineData("客", "客 2", "")]
    [InlineData("\"the client\"", "the client 1", "")]
    [InlineData("客户 OR wire", "Wire 1, 客户 2", "wire 1")]
    [InlineData("wire NOT client", "Wire 1", "wire 1")]
    [InlineData("asked w/1 client", "Client 1, asked 1", "")]
    [InlineData("absent", "", "")]
    public void Names_what_of_the_query_stands_where_and_how_often(string query, string inText, string inFiles)
    {
        var why = Explain(query);

        Assert.Equal(inText, string.Join(", ", why!.InText.Select(f => $"{f.Form} {f.Count}"))); // none of these queries is empty
        Assert.Equal(inFiles, string.Join(", ", why.InFiles.Select(f => $"{f.Form} {f.Count}")));
    }

    [Theory]
    [InlineData("from:alice", "From alice")]
    [InlineData("from:U01 in:desk", "From U01, In desk")]
    [InlineData("from:bob OR in:desk", "In desk")]
    [InlineData("client NOT from:alice", "")]
    [InlineData("source:slack", "Source slack")]
    [InlineData("type:text has:file", "Type text, Has file")]
    [InlineData("type:edit OR has:link", "")]
    public void Names_the_filters_that_hold_for_the_record(string query, string expected) =>
        Assert.Equal(expected, string.Join(", ", Explain(query)!.Filters.Cast<BoundField>().Select(f => $"{f.Field} {f.Value}")));

    [Theory]
    [InlineData("on:2024-03", 1)]
    [InlineData("after:2024-03-05", 1)]
    [InlineData("before:2024-03-05", 0)]
    [InlineData("after:2024-03-06", 0)]
    public void Compares_times_as_the_index_does(string query, int expected) => Assert.Equal(expected, Explain(query)!.Filters.Count);

    [Fact]
    public void Has_nothing_to_say_where_everything_matches() => Assert.Null(Explain(""));

    private static HitExplanation? Explain(string query) => HitExplanation.Of(QueryBinder.Bind(query, SearchScope.Everything, TimeProvider.System), Record);
}
