using Archive.Core.Messages;
using Archive.Core.Search;

namespace Archive.Web.Search;

/// <summary>What a search does not go through, and why.</summary>
/// <param name="Quarantined">Items that redaction could not vouch for: kept apart, never indexed.</param>
/// <param name="Files">Records with files, of which names are searched and contents are not.</param>
/// <param name="Behind">Records that the index has not taken yet.</param>
internal sealed record NotSearchable(long Quarantined, long Files, long Behind)
{
    public long Total => Quarantined + Files + Behind;
}

/// <summary>Counts what is not searched. Counts of all records with files are kept for as long as the index stays as it is. Safe for concurrent callers.</summary>
internal sealed class NotSearchableReader(ISearchIndex index, IRecordStore records)
{
    private static readonly BoundField WithFiles = new(SearchField.Has, nameof(DocumentContents.File).ToLowerInvariant());

    private volatile Counted? _files;

    public async Task<NotSearchable> ReadAsync(SearchPage page, CancellationToken cancellationToken)
    {
        if (page.Query.Scope is { IsNarrow: true } scope)
        {
            var intake = await records.ReadIntakeAsync(null, cancellationToken);
            var quarantined = intake.Where(count => count.Outcome == IntakeOutcome.Quarantined && scope.Allows(count.Source)).Sum(count => count.Count);
            return new NotSearchable(quarantined, (await CountFilesAsync(scope, cancellationToken)).Total, page.IndexLag);
        }

        var files = _files;
        if (files is null || files.State != page.State)
        {
            var answer = await CountFilesAsync(SearchScope.Everything, cancellationToken);
            _files = files = new Counted(answer.State, answer.Total);
        }

        var statistics = await records.ReadStatisticsAsync(cancellationToken);
        return new NotSearchable(statistics.Quarantined, files.Total, page.IndexLag);
    }

    private Task<IndexAnswer> CountFilesAsync(SearchScope scope, CancellationToken cancellationToken) =>
        index.SearchAsync(new BoundQuery(WithFiles, scope), new IndexPaging(0, 1, SearchOrder.Newest), cancellationToken);

    private sealed record Counted(IndexState State, long Total);
}
