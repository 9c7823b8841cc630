using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Web.Messages;

/// <summary>The facts of a record.</summary>
public sealed class RecordView
{
    public long Sequence { get; set; }
    public long LeafIndex { get; set; }
    public string Source { get; set; } = "";
    public string NativeId { get; set; } = "";
    public string Revision { get; set; } = "";
    public MessageKind Kind { get; set; }
    public string? NativeType { get; set; }
    public string SenderName { get; set; } = "";
    public string SenderId { get; set; } = "";
    public ParticipantKind SenderKind { get; set; }
    public string ConversationId { get; set; } = "";
    public string ConversationName { get; set; } = "";
    public ConversationKind ConversationKind { get; set; }
    public int Members { get; set; }
    public DateTimeOffset SentAt { get; set; }
    public DateTimeOffset CapturedAt { get; set; }
    public Provenance Provenance { get; set; }
    public string RedactionPolicy { get; set; } = "";
    public int Redacted { get; set; }
    public string RetentionPolicy { get; set; } = "";
    public DateOnly KeepUntil { get; set; }
    public bool Disposable { get; set; }
}
