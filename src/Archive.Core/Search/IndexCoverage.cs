using Archive.Core.Messages;

namespace Archive.Core.Search;

/// <summary>How much of what a reader may see a search goes through.</summary>
/// <param name="Searchable">Records that are searched.</param>
/// <param name="Behind">Records that are stored and not yet searchable; in a narrow view at most <see cref="MostBehind"/> records are looked at.</param>
public readonly record struct IndexCoverage(long Searchable, long Behind)
{
    private const int MostBehind = 1_000;

    /// <param name="state">Of the commit that answered.</param>
    public static async Task<IndexCoverage> ReadAsync(
        ISearchIndex index, IRecordStore records, SearchScope scope, IndexState state, CancellationToken cancellationToken)
    {
        if (!scope.IsNarrow)
        {
            var last = await records.ReadLastSequenceAsync(cancellationToken);
            return new IndexCoverage(state.Count, Math.Max(0, last - state.Cursor));
        }

        // The size of the whole archive, and how fast it grows, are out of sight as well.
        var seen = await index.SearchAsync(new BoundQuery(null, scope), new IndexPaging(0, 1, SearchOrder.Newest), cancellationToken);
        var waiting = await records.ReadAfterAsync(state.Cursor, MostBehind, cancellationToken);
        return new IndexCoverage(seen.Total, waiting.Count(record => scope.Allows(record.Source)));
    }
}
