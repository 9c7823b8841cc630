using Archive.Core.Audit;
using Archive.Core.Search;
using Archive.Core.Search.Saved;
using Archive.Web.Messages;
using AutoMapper;

namespace Archive.Web.Search;

/// <summary>Reads a page of the hits of a search, all of them or some, for the list.</summary>
internal sealed class ResultReader(
    SearchService search, HitSubset subset, ISavedSearches saved, IMapper mapper, TimeProvider clock)
{
    public const int PageSize = 50;

    public async Task<(SearchPage Page, IReadOnlySet<long> Marks)> ReadAsync(
        Reader reader, SavedSearch found, SearchPlace place, CancellationToken cancellationToken)
    {
        IReadOnlySet<long> marks = found.Marks == 0 ? new HashSet<long>() : new HashSet<long>(await saved.ReadMarksAsync(found.Account, found.Id, cancellationToken));
        if (place.Show == HitSelection.Marked)
        {
            return (await subset.ReadPageAsync(reader, found.Query, marks.Contains, place.Page, PageSize, cancellationToken), marks);
        }

        if (place.Show == HitSelection.New && found.LastRun is { } last)
        {
            // After a first run, which compares with nothing, nothing is new.
            var since = last.Since ?? long.MaxValue;
            var fresh = await subset.ReadPageAsync(reader, found.Query, sequence => sequence > since, place.Page, PageSize, cancellationToken);
            await saved.RecordRunAsync(found.Id, last with { Looked = true }, cancellationToken);
            return (fresh, marks);
        }

        return (await ReadAllAsync(reader, found, place.Page, cancellationToken), marks);
    }

    public IReadOnlyList<HitView> ToViews(SearchPage page)
    {
        var highlighter = new Highlighter(page.Query);
        return [.. page.Records.Select(record =>
        {
            var hit = mapper.Map<HitView>(record);
            var snippet = highlighter.Cut(IndexCatchUp.ToDocument(record).Text.ReplaceLineEndings(" "));
            hit.Snippet = TextPieces.Cut(snippet.Text, snippet.Spans);
            (hit.StartsInside, hit.EndsInside) = (snippet.StartsInside, snippet.EndsInside);
            return hit;
        })];
    }

    private async Task<SearchPage> ReadAllAsync(Reader reader, SavedSearch found, int page, CancellationToken cancellationToken)
    {
        var paging = new IndexPaging((page - 1) * PageSize, PageSize, found.Order, WithFacets: true);
        if (found.LastRun is not null)
        {
            return await search.ReadPageAsync(reader, found.Query, page, paging, cancellationToken);
        }

        var result = await search.SearchAsync(reader, found.Query, paging, cancellationToken);
        await saved.RecordRunAsync(found.Id, new SavedSearchRun(clock.GetUtcNow(), result.State.Cursor, result.Total), cancellationToken);
        return result;
    }
}
