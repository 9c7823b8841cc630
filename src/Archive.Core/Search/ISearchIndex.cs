using Archive.Core.Messages;

namespace Archive.Core.Search;

/// <summary>The rebuildable index over the redacted text of records. It never holds anything that the record store does not.
/// <para>Contract: commands carry the record's sequence number and are harmless when repeated. <see cref="ApplyAsync"/> makes documents and
/// cursor durable together, so a crash repeats a batch and never skips one; a lost index starts again at cursor 0 and refills itself. One writer
/// at a time (implementations serialise); any number of concurrent readers, which see the last committed batch.</para></summary>
public interface ISearchIndex
{
    /// <summary>What the configuration calls it: "sqlite", "elasticsearch".</summary>
    string Engine { get; }

    /// <summary>How far the index is, as of its last commit: the generation that documents are added to.</summary>
    ValueTask<IndexState> ReadStateAsync(CancellationToken cancellationToken);

    /// <summary>Adds documents in ascending sequence order and moves the cursor to <paramref name="cursor"/>. Documents at or below the present
    /// cursor are skipped, so replays are harmless.</summary>
    Task ApplyAsync(IReadOnlyList<IndexDocument> documents, long cursor, CancellationToken cancellationToken);

    /// <summary>Takes documents out and remembers their numbers as pending, in one commit, until <see cref="ConfirmRemovalAsync"/> (the record is
    /// gone) or <see cref="RestoreAsync"/> (it was kept after all). Numbers that are already pending are skipped. The documents must be exactly
    /// those that were applied.</summary>
    Task RemoveAsync(IReadOnlyList<IndexDocument> documents, CancellationToken cancellationToken);

    Task<IReadOnlyList<long>> ReadPendingRemovalsAsync(CancellationToken cancellationToken);

    Task ConfirmRemovalAsync(IReadOnlyList<long> sequences, CancellationToken cancellationToken);

    /// <summary>Puts back documents whose removal is pending.</summary>
    Task RestoreAsync(IReadOnlyList<IndexDocument> documents, CancellationToken cancellationToken);

    /// <summary>Hits of one page, the exact total, and the facets asked for.</summary>
    Task<IndexAnswer> SearchAsync(BoundQuery query, IndexPaging paging, CancellationToken cancellationToken);

    /// <summary>Numbers of all records that a query matches, as of one commit, ascending, in pieces of bounded size.</summary>
    IAsyncEnumerable<IReadOnlyList<long>> ReadMatchesAsync(BoundQuery query, CancellationToken cancellationToken);

    /// <summary>Sequence numbers of the conversation around a record, in order of time, the record itself included.</summary>
    Task<IReadOnlyList<long>> ReadNeighboursAsync(long sequence, int before, int after, CancellationToken cancellationToken);

    /// <summary>Rewrites the index so that no byte of removed documents is left in its files.</summary>
    Task CompactAsync(CancellationToken cancellationToken);

    /// <summary>Starts a new generation at cursor 0, and drops the old one: at once, or when the new one has caught up. Until then searches may go on
    /// being answered by the old generation, with its state in <see cref="IndexAnswer.State"/>, and removals apply to both; an old generation that
    /// cannot be used any more is dropped at once. Pending removals may outlast it.</summary>
    Task ResetAsync(CancellationToken cancellationToken);
}

/// <param name="Cursor">Sequence number of the last record that was applied; 0 for an empty index.</param>
/// <param name="Count">Documents that searches can find.</param>
/// <param name="Generation">Name of the analyzer and of this build of the index: "han-pair-2/3". Changes with every rebuild.</param>
public sealed record IndexState(long Cursor, long Count, string Generation);

/// <summary>What the index is told of a record.</summary>
/// <param name="Sequence">The record's dense arrival number, from 1.</param>
public sealed record IndexDocument(
    long Sequence,
    DateTimeOffset Time,
    string Source,
    string ConversationId,
    string ConversationName,
    string SenderId,
    string SenderName,
    string Text)
{
    /// <summary>To whom it was written; nobody in channels.</summary>
    public IReadOnlyList<Participant> Recipients { get; init; } = [];

    public DocumentTraits Traits { get; init; } = DocumentTraits.Plain;
}

/// <param name="Skip">Hits before the page.</param>
/// <param name="Take">Hits of the page, 1 to 500.</param>
/// <param name="WithFacets">Counts by source, conversation, sender, type, label and month as well; costs a pass over the hits.</param>
public sealed record IndexPaging(int Skip, int Take, SearchOrder Order, bool WithFacets = false);

public enum SearchOrder
{
    Newest,
    Oldest,
    Relevance,
}

/// <param name="Total">Number of hits.</param>
/// <param name="Exact">False when counting stopped at a limit and <paramref name="Total"/> is a lower bound.</param>
/// <param name="State">Of the commit that answered.</param>
public sealed record IndexAnswer(long Total, bool Exact, IReadOnlyList<long> Sequences, SearchFacets? Facets, IndexState State);

/// <summary>Most frequent first, at most 20 each; months ascending ("2024-03") and complete.</summary>
public sealed record SearchFacets(
    IReadOnlyList<FacetCount> Sources,
    IReadOnlyList<FacetCount> Conversations,
    IReadOnlyList<FacetCount> Senders,
    IReadOnlyList<FacetCount> Types,
    IReadOnlyList<FacetCount> Labels,
    IReadOnlyList<FacetCount> Months);

/// <param name="Value">What a query would name: id, source, type, label or month.</param>
public sealed record FacetCount(string Value, string Label, long Count);
