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

/// <summary>Counts what is not searched. Counts of records with files are kept for as long as the index stays as it is. Safe for concurrent callers.</summary>
internal sealed class NotSearchableReader(ISearchIndex index, IRecordStore records)
{
    private static readonly BoundQuery WithFiles =
        new(new BoundField(SearchField.Has, nameof(DocumentContents.File).ToLowerInvariant()), SearchScope.Everything);

    private volatile Counted? _files;

    public async Task<NotSearchable> ReadAsync(SearchPage page, CancellationToken cancellationToken)
    {
        var files = _files;
        if (files is null || files.State != page.State)
        {
            var answer = await index.SearchAsync(WithFiles, new IndexPaging(0, 1, SearchOrder.Newest), cancellationToken);
            _files = files = new Counted(answer.State, answer.Total);
        }

        var statistics = await records.ReadStatisticsAsync(cancellationToken);
        return new NotSearchable(statistics.Quarantined, files.Total, page.IndexLag);
    }

    private sealed record Counted(IndexState State, long Total);
}
