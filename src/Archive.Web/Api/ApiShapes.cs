using Archive.Core.Messages;
using Archive.Core.Search;

namespace Archive.Web.Api;

// What the API says. Written out by hand: a field must not appear or vanish because a class inside changed.

/// <param name="Purpose">Why; it is written to the audit trail.</param>
/// <param name="Order">Default newest first.</param>
internal sealed record SearchRequest(string Query, string Purpose, SearchOrder Order = SearchOrder.Newest);

/// <param name="Page">From 1.</param>
/// <param name="Exact">False when <paramref name="Total"/> is a lower bound.</param>
/// <param name="IndexLag">Records that are stored and not yet searchable.</param>
internal sealed record SearchResponse(
    string Id, string Query, SearchOrder Order, int Page, int PageSize, long Total, bool Exact, long IndexLag, IReadOnlyList<RecordResponse> Records, FacetsResponse? Facets);

internal sealed record FacetsResponse(
    IReadOnlyList<FacetCount> Sources, IReadOnlyList<FacetCount> Conversations, IReadOnlyList<FacetCount> Senders,
    IReadOnlyList<FacetCount> Types, IReadOnlyList<FacetCount> Labels, IReadOnlyList<FacetCount> Months);

internal sealed record RecordResponse(
    long Sequence,
    long LeafIndex,
    string Source,
    string NativeId,
    MessageKind Kind,
    DateTimeOffset SentAt,
    ParticipantResponse Sender,
    string ConversationId,
    string ConversationName,
    string Text,
    string? ThreadId,
    string? Concerns,
    IReadOnlyList<AttachmentResponse> Attachments,
    DateTimeOffset CapturedAt,
    string RedactionPolicy,
    string RetentionPolicy,
    DateOnly KeepUntil)
{
    public static RecordResponse Of(StoredRecord record) => new(
        record.Sequence,
        record.LeafIndex,
        record.Source,
        record.Message.NativeId,
        record.Message.Kind,
        record.Message.SentAt,
        new ParticipantResponse(record.Message.Sender.Id, record.Message.Sender.Name),
        record.Message.Conversation.Id,
        record.Message.Conversation.Name,
        record.Message.Text,
        record.Message.ThreadId,
        record.Message.Concerns,
        [.. record.Message.Attachments.Select(a => new AttachmentResponse(a.Id, a.Name, a.MediaType, a.Size, a.State, a.Sha256, a.Reason))],
        record.CapturedAt,
        record.RedactionPolicy,
        record.Retention.Policy.Name,
        record.Retention.KeepUntil);
}

internal sealed record ParticipantResponse(string Id, string Name);

internal sealed record AttachmentResponse(
    string Id, string Name, string MediaType, long Size, AttachmentState State, string? Sha256, string? Reason);

internal sealed record SessionResponse(string Account, IReadOnlyList<string> Roles, string? Purpose, string Token);

internal sealed record StatsResponse(
    long Records, long TreeSize, string Root, long Received, long Admitted, long Refused, long Withheld, long Duplicate, long Quarantined, long Discarded,
    long Searchable, long IndexLag, string IndexGeneration);
