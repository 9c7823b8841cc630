using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;

namespace Archive.Tests.Quarantine;

/// <summary>A connector that makes Ann's message, with a file, of whatever bytes it is given.</summary>
internal sealed class OneMessage(DateTimeOffset sent, AttachmentState state) : IChatConnector, IRawItemSource, IRawItemReader, IDisposable
{
    public static RegisteredAccount Ann { get; } = new(
        "corp", "U1", "P1", "Ann", null, DateTimeOffset.UnixEpoch, null, "notice@1", DateTimeOffset.UnixEpoch, AccountStanding.Sanctioned);

    public string Source => "corp";

    public string Platform => "wecom";

    public Provenance Provenance => Provenance.Captured;

    public string? FilesNotReady { get; init; }

    /// <summary>Thrown instead of an answer.</summary>
    public ConnectorException? Failure { get; init; }

    /// <summary>Answered instead of a message.</summary>
    public string? Refusal { get; init; }

    public RawItem? Asked { get; private set; }

    public bool IsDisposed { get; private set; }

    public static ConfiguredSource Configured(Func<OneMessage> open, int minimumDays = 0) =>
        new("corp", "wecom", "", new RetentionPolicy("test@1", minimumDays, RetentionAction.Keep), open);

    public IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IRawItemReader OpenRawItems() => this;

    public Task<RawReading> ReadAsync(RawItem item, CancellationToken cancellationToken)
    {
        Asked = item;
        return Failure is not null ? throw Failure : Task.FromResult(Refusal is not null ? RawReading.Refuse(Refusal) : new RawReading([new SourceItem(
            item.NativeId,
            item.Raw,
            new ChatMessage
            {
                NativeId = item.NativeId,
                Kind = MessageKind.Text,
                Conversation = new Conversation("C1", "desk", ConversationKind.Channel, []),
                Sender = new Participant("U1", "Ann", ParticipantKind.Member),
                SentAt = sent,
                Text = "hello",
                Attachments = [new Attachment("f1", "a.pdf", "application/pdf", 1, state, null, "The platform's library breaks over this file.")],
            })]) { FilesNotReady = FilesNotReady });
    }

    public void Dispose() => IsDisposed = true;
}
