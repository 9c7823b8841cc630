using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Web.Search;

namespace Archive.Web.Messages;

/// <summary>What the conversation partial shows.</summary>
/// <param name="Highlighter">Marks what the search found; null when the record was opened without one.</param>
/// <param name="Place">Hits of the search whose purpose the reading has, for links; null when it is the purpose in force.</param>
internal sealed record ConversationPane(RecordView Focus, ConversationThread Thread, Highlighter? Highlighter, SearchPlace? Place)
{
    /// <summary>Why the opened record is a hit; null without a search.</summary>
    public HitExplanation? Why { get; init; }

    /// <summary>Times of which nothing is shown because a counterparty had declined.</summary>
    public IReadOnlyList<DeclinedTime> Declined { get; init; } = [];

    /// <summary>Those that belong before what was sent at a time, and after what was sent at another.</summary>
    public IEnumerable<DeclinedTime> DeclinedBetween(DateTimeOffset? after, DateTimeOffset? before) =>
        Declined.Where(d => (after is null || d.From > after) && (before is null || d.From <= before));

    /// <summary>Stored text in pieces, with what the search found marked.</summary>
    public IReadOnlyList<TextPiece> Pieces(string text) => TextPieces.Cut(text, Highlighter?.Find(text) ?? []);

    public string Record(long sequence) => $"/records/{sequence}{(Place is null ? "" : "?" + Place.AsQuery)}#focus";

    public string File(long sequence, Attachment file) =>
        $"/records/{sequence}/files/{Uri.EscapeDataString(file.Id)}{(Place is null ? "" : $"?search={Place.Id}")}";
}
