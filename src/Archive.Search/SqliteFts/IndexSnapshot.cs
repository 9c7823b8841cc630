using Archive.Core.Search;
using Archive.Core.Search.Analysis;

namespace Archive.Search.SqliteFts;

/// <summary>What a search sees besides FTS5: columns and names as of one commit.</summary>
/// <param name="Version">Of the commit; equals the file's for a reader whose transaction belongs to this snapshot.</param>
/// <param name="TotalLength">Sum of the documents' token counts.</param>
/// <param name="Audiences">Numbers of senders, ascending.</param>
internal sealed record IndexSnapshot(
    long Version,
    long Cursor,
    long Count,
    long Generation,
    long TotalLength,
    ColumnChunk[] Chunks,
    NameEntry?[] Sources,
    NameEntry?[] Conversations,
    NameEntry?[] Senders,
    int[]?[] Audiences,
    DocumentTraits?[] Traits)
{
    public IndexState State => new(Cursor, Count, $"{TextAnalyzer.Name}/{Generation}");

    /// <summary>True for a document that searches can find.</summary>
    public bool Holds(long sequence) =>
        sequence >= 1 && sequence <= Cursor && Chunks[sequence >> ColumnChunk.Shift].Sources[sequence & ColumnChunk.Mask] != 0;
}
