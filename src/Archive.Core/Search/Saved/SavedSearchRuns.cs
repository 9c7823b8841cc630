using Archive.Core.Audit;

namespace Archive.Core.Search.Saved;

/// <summary>Runs a saved search again: counts its hits and those that are new since the last run, and keeps both with it. In the audit trail before
/// the index is asked. Safe for concurrent callers; of two runs at once the later one stays.</summary>
public sealed class SavedSearchRuns(ISavedSearches saved, QueryCompiler compile, ISearchIndex index, AuditTrail audit, TimeProvider clock)
{
    /// <param name="scope">What the owner may find.</param>
    /// <exception cref="Language.QueryException">The query cannot be read any more.</exception>
    public async Task<SavedSearchRun> RunAsync(SavedSearch search, SearchScope scope, bool isScheduled, CancellationToken cancellationToken)
    {
        var bound = compile(search.Query, scope);
        var reader = new Reader(search.Account, search.Purpose, scope);
        await (isScheduled
            ? audit.SearchedByScheduleAsync(reader, search.Query, cancellationToken)
            : audit.SearchedAsync(reader, search.Query, cancellationToken));

        var since = search.LastRun?.NextSince;
        var cursor = (await index.ReadStateAsync(cancellationToken)).Cursor;
        long hits = 0, fresh = 0;
        await foreach (var piece in index.ReadMatchesAsync(bound, cancellationToken))
        {
            hits += piece.Count;
            fresh += since is { } known ? piece.Count(sequence => sequence > known) : 0;

            // The index may have gone on since its state was read. It takes records in order, so it went at least up to here.
            cursor = piece.Count == 0 ? cursor : Math.Max(cursor, piece[^1]);
        }

        // An index that is being rebuilt is behind what was searched before; what was seen then is not new again.
        var run = new SavedSearchRun(clock.GetUtcNow(), Math.Max(cursor, search.LastRun?.Cursor ?? 0), hits, since, fresh);
        await saved.RecordRunAsync(search.Id, run, cancellationToken);
        return run;
    }
}
