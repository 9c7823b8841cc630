using Archive.Core.Messages;
using Archive.Web.Messages;

namespace Archive.Web.Search;

/// <summary>A row of the result list.</summary>
public sealed class HitView
{
    public long Sequence { get; set; }
    public DateTimeOffset SentAt { get; set; }
    public string Source { get; set; } = "";
    public string SenderName { get; set; } = "";
    public string ConversationName { get; set; } = "";
    public ConversationKind ConversationKind { get; set; }
    public MessageKind Kind { get; set; }
    public int Files { get; set; }

    /// <summary>Set after mapping: only the search knows what to mark.</summary>
    public IReadOnlyList<TextPiece> Snippet { get; set; } = [];
    public bool StartsInside { get; set; }
    public bool EndsInside { get; set; }
}
