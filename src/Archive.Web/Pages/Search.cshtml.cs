using Archive.Core.Audit;
using Archive.Core.Search;
using Archive.Core.Search.Language;
using Archive.Core.Search.Saved;
using Archive.Web.Auth;
using Archive.Web.Hosting;
using Archive.Web.Messages;
using Archive.Web.Search;
using AutoMapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Archive.Web.Pages;

/// <summary>Query, hits and the conversation around the opened hit. A search is posted and saved; addresses hold its id, a page number and the
/// number of the opened record, never query text.</summary>
[Authorize(Policy = ArchivePolicies.SearchContent)]
internal sealed class SearchModel(
    SearchService search,
    QueryCompiler compile,
    ConversationReader conversations,
    ISavedSearches saved,
    IOptions<WebSettings> settings,
    TimeProvider clock,
    PurposeInForce purposes,
    ISearchIndex index,
    IMapper mapper) : PageModel
{
    public const int PageSize = 50;
    private const int LastPage = 200_000;

    public string Query { get; private set; } = "";
    public string? Purpose { get; private set; }
    public SavedSearch? Search { get; private set; }
    public SearchPage? Result { get; private set; }
    public IReadOnlyList<HitView> Hits { get; private set; } = [];
    public IReadOnlyList<QueryFilter> Filters { get; private set; } = [];
    public ConversationPane? Conversation { get; private set; }
    public QueryException? QueryProblem { get; private set; }
    public bool PurposeMissing { get; private set; }
    public int Number { get; private set; } = 1;
    public long? Opened { get; private set; }

    /// <summary>Records that a search goes through.</summary>
    public long Searchable { get; private set; }

    public long Pages => Result is null ? 0 : Math.Max(1, (Result.Total + PageSize - 1) / PageSize);

    private string Account => User.Identity?.Name ?? "";

    public IReadOnlyList<FacetView> Facet(IReadOnlyList<FacetCount> counts) => mapper.Map<IReadOnlyList<FacetView>>(counts);

    public async Task<IActionResult> OnGetAsync(string? id, CancellationToken cancellationToken, [FromQuery(Name = "page")] int number = 1, long? open = null)
    {
        Purpose = purposes.Read();
        if (id is null)
        {
            await ReadSearchableAsync(cancellationToken);
            return Page();
        }

        if (number is < 1 or > LastPage || await saved.FindAsync(Account, id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        (Search, Query, Purpose, Number, Opened) = (found, found.Query, found.Purpose, number, open);
        Filters = QueryFilters.Read(Query);
        await RunAsync(found, cancellationToken);
        return open is not null && Conversation is null ? NotFound() : Page();
    }

    /// <summary>The conversation alone, for the script that swaps it in.</summary>
    public async Task<IActionResult> OnGetPaneAsync(string id, long open, CancellationToken cancellationToken)
    {
        if (await saved.FindAsync(Account, id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        var reader = new Reader(Account, found.Purpose, SearchScope.Everything);
        var pane = await conversations.OpenAsync(reader, open, compile(found.Query, reader.Scope), id, cancellationToken);
        return pane is null ? NotFound() : Partial("_Conversation", pane);
    }

    public Task<IActionResult> OnPostAsync(string? query, string? purpose, CancellationToken cancellationToken, SearchOrder order = SearchOrder.Newest)
    {
        Query = (query ?? "").Trim();
        PurposeMissing = purpose is null ? purposes.Read() is null : !purposes.TrySet(purpose);
        Purpose = PurposeMissing ? purpose : purposes.Read();
        return StartAsync(order, cancellationToken);
    }

    /// <summary>Narrows or widens a search by one of its facets or chips, or changes its order.</summary>
    public async Task<IActionResult> OnPostRefineAsync(string id, string? add, int? remove, SearchOrder? order, CancellationToken cancellationToken)
    {
        if (await saved.FindAsync(Account, id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        if (order is { } wanted && add is null && remove is null)
        {
            // The same hits in another order: the same search, whose marks stay.
            return await saved.OrderAsync(Account, id, wanted, cancellationToken) ? LocalRedirect($"/search/{id}") : NotFound();
        }

        (Query, Purpose) = (found.Query, found.Purpose);
        if (add?.Split(':', 2) is [var field, var value])
        {
            Query = QueryFilters.Add(Query, field, value);
        }

        if (remove is { } start)
        {
            Query = QueryFilters.Remove(Query, start);
        }

        return await StartAsync(order ?? found.Order, cancellationToken);
    }

    private async Task<IActionResult> StartAsync(SearchOrder order, CancellationToken cancellationToken)
    {
        try
        {
            compile(Query, SearchScope.Everything);
        }
        catch (QueryException e)
        {
            QueryProblem = e;
        }

        if (QueryProblem is not null || PurposeMissing || Purpose is null)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            await ReadSearchableAsync(cancellationToken);
            return Page();
        }

        var kept = await saved.AddAsync(Account, Query, Purpose, order, settings.Value.SavedSearchesPerPerson, cancellationToken);
        return LocalRedirect($"/search/{kept.Id}");
    }

    private async Task ReadSearchableAsync(CancellationToken cancellationToken) =>
        Searchable = (await index.ReadStateAsync(cancellationToken)).Count;

    private async Task RunAsync(SavedSearch found, CancellationToken cancellationToken)
    {
        var reader = new Reader(Account, found.Purpose, SearchScope.Everything);
        var paging = new IndexPaging((Number - 1) * PageSize, PageSize, found.Order, WithFacets: true);
        if (found.LastRun is not null)
        {
            Result = await search.ReadPageAsync(reader, found.Query, Number, paging, cancellationToken);
        }
        else
        {
            Result = await search.SearchAsync(reader, found.Query, paging, cancellationToken);
            await saved.RecordRunAsync(found.Id, new SavedSearchRun(clock.GetUtcNow(), Result.State.Cursor, Result.Total), cancellationToken);
        }

        Searchable = Result.Searchable;
        var highlighter = new Highlighter(Result.Query);
        Hits = [.. Result.Records.Select(record =>
        {
            var hit = mapper.Map<HitView>(record);
            var text = IndexCatchUp.ToDocument(record).Text.ReplaceLineEndings(" ");
            var snippet = highlighter.Cut(text);
            hit.Snippet = TextPieces.Cut(snippet.Text, snippet.Spans);
            (hit.StartsInside, hit.EndsInside) = (snippet.StartsInside, snippet.EndsInside);
            return hit;
        })];

        if (Opened is { } sequence)
        {
            Conversation = await conversations.OpenAsync(reader, sequence, Result.Query, found.Id, cancellationToken);
        }
    }
}
