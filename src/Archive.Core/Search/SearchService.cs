using Archive.Core.Audit;
using Archive.Core.Messages;

namespace Archive.Core.Search;

/// <summary>Turns the text of a query into a bound query. Throws the language's own exception, with the column, for text it cannot read.</summary>
/// <param name="now">What relative dates count from; null for the present.</param>
public delegate BoundQuery QueryCompiler(string text, SearchScope scope, DateTimeOffset? now = null);

/// <summary>Search as a person does it: parsed and bound to what the asker may see, written to the audit trail first, answered with texts from
/// the record store. Safe for concurrent callers.</summary>
public sealed class SearchService(QueryCompiler compile, ISearchIndex index, IRecordStore records, AuditTrail audit)
{
    /// <summary>A new search with the page of it that is asked for first.</summary>
    /// <exception cref="ArgumentException">No purpose was given.</exception>
    public async Task<SearchPage> SearchAsync(Reader reader, string query, IndexPaging paging, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader.Purpose);
        var bound = compile(query, reader.Scope);
        return await AnswerAsync(bound, paging, () => audit.SearchedAsync(reader, query, cancellationToken), cancellationToken);
    }

    /// <summary>A page of a search that was made before: the audit trail tells it from one search more.</summary>
    /// <param name="page">Its number, from 1.</param>
    /// <exception cref="ArgumentException">No purpose was given.</exception>
    public async Task<SearchPage> ReadPageAsync(Reader reader, string query, int page, IndexPaging paging, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader.Purpose);
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        var bound = compile(query, reader.Scope);
        return await AnswerAsync(bound, paging, () => audit.PageReadAsync(reader, query, page, cancellationToken), cancellationToken);
    }

    /// <summary>The conversation around a record, in order of time.</summary>
    /// <returns>Null when the record does not exist or the reader may not see it.</returns>
    public async Task<ConversationView?> OpenAsync(Reader reader, long sequence, int before, int after, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader.Purpose);
        var focus = (await records.ReadAsync([sequence], cancellationToken)).SingleOrDefault();
        if (focus is null || !reader.Scope.Allows(focus.Source))
        {
            return null;
        }

        var around = await index.ReadNeighboursAsync(sequence, before, after, cancellationToken);
        IReadOnlyList<long> wanted = around.Count == 0 ? [sequence] : around;
        StoredRecord[] shown = [.. (await records.ReadAsync(wanted, cancellationToken)).Where(record => reader.Scope.Allows(record.Source))];
        await audit.OpenedAsync(reader, [.. shown.Select(record => record.Sequence)], focus.Message.Conversation.Id, cancellationToken);
        return new ConversationView(focus, shown);
    }

    /// <summary>Bytes of an attachment, or null when there are none or the reader may not see them.</summary>
    public async Task<byte[]?> DownloadAsync(Reader reader, long sequence, string attachmentId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader.Purpose);
        var record = (await records.ReadAsync([sequence], cancellationToken)).SingleOrDefault();
        if (record is null || !reader.Scope.Allows(record.Source))
        {
            return null;
        }

        await audit.OpenedAsync(reader, [sequence], record.Message.Conversation.Id, cancellationToken);
        return await records.ReadAttachmentAsync(sequence, attachmentId, cancellationToken);
    }

    /// <param name="tell">Tells the audit trail, before the index is asked.</param>
    private async Task<SearchPage> AnswerAsync(BoundQuery bound, IndexPaging paging, Func<Task> tell, CancellationToken cancellationToken)
    {
        using var search = SearchTelemetry.StartSearch(index.Engine, paging.Order);
        await tell();
        var answer = await index.SearchAsync(bound, paging, cancellationToken);
        var found = await records.ReadAsync(answer.Sequences, cancellationToken);
        var coverage = await IndexCoverage.ReadAsync(index, records, bound.Scope, answer.State, cancellationToken);
        search.Tell("hits", answer.Total);
        search.Done();
        return new SearchPage(answer.Total, answer.Exact, bound, found, answer.Facets, coverage.Behind, coverage.Searchable)
        {
            State = answer.State,
        };
    }
}

/// <param name="Query">What was run, for highlighting.</param>
/// <param name="Records">Hits of the page in the order asked for.</param>
/// <param name="IndexLag">Records that are stored and not yet searchable.</param>
/// <param name="Searchable">Records that were searched.</param>
public sealed record SearchPage(
    long Total,
    bool Exact,
    BoundQuery Query,
    IReadOnlyList<StoredRecord> Records,
    SearchFacets? Facets,
    long IndexLag,
    long Searchable)
{
    /// <summary>Of the commit that answered.</summary>
    public required IndexState State { get; init; }
}

/// <param name="Records">Ascending by time, <paramref name="Focus"/> among them.</param>
public sealed record ConversationView(StoredRecord Focus, IReadOnlyList<StoredRecord> Records);
