using Archive.Core.Messages;
using Archive.Core.Search;

namespace Archive.Web.Messages;

/// <summary>What the conversation partial shows.</summary>
/// <param name="Highlighter">Marks what the search found; null when the record was opened without one.</param>
/// <param name="SearchId">Search whose purpose the reading has, for links; null when it is the purpose in force.</param>
internal sealed record ConversationPane(RecordView Focus, ConversationThread Thread, Highlighter? Highlighter, string? SearchId)
{
    /// <summary>Stored text in pieces, with what the search found marked.</summary>
    public IReadOnlyList<TextPiece> Pieces(string text) => TextPieces.Cut(text, Highlighter?.Find(text) ?? []);

    public string Record(long sequence) => $"/records/{sequence}{(SearchId is null ? "" : $"?search={SearchId}")}#focus";

    public string File(long sequence, Attachment file) =>
        $"/records/{sequence}/files/{Uri.EscapeDataString(file.Id)}{(SearchId is null ? "" : $"?search={SearchId}")}";
}
