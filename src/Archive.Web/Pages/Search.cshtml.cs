using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Core.Search.Certificates;
using Archive.Core.Search.Language;
using Archive.Core.Search.Saved;
using Archive.Web.Auth;
using Archive.Web.Hosting;
using Archive.Web.Messages;
using Archive.Web.Search;
using Archive.Web.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Archive.Web.Pages;

/// <summary>Query, hits and the conversation around the opened hit. A search is posted and saved; addresses hold its id, a page number and the
/// number of the opened record, never query text.</summary>
[Authorize(Policy = ArchivePolicies.SearchContent)]
internal sealed class SearchModel(
    QueryCompiler compile,
    ResultReader results,
    ConversationReader conversations,
    ISavedSearches saved,
    IOptions<WebSettings> settings,
    PurposeInForce purposes,
    ISearchIndex index,
    NotSearchableReader notSearchable,
    FacetGroups facets,
    AnswerDownload certificates,
    SignedInReader person,
    IRecordStore records,
    PageWords words) : PageModel
{
    public const int PageSize = ResultReader.PageSize;
    private const int LastPage = 200_000;

    public string Query { get; private set; } = "";
    public string? Purpose { get; private set; }
    public SavedSearch? Search { get; private set; }
    public SearchPage? Result { get; private set; }
    public IReadOnlyList<HitView> Hits { get; private set; } = [];
    public IReadOnlyList<QueryFilter> Filters { get; private set; } = [];
    public IReadOnlySet<long> Marks { get; private set; } = new HashSet<long>();
    public ConversationPane? Conversation { get; private set; }
    public QueryException? QueryProblem { get; private set; }
    public bool PurposeMissing { get; private set; }
    public SearchPlace? Place { get; private set; }
    public long? Opened { get; private set; }

    /// <summary>Row that was left for a page of its own, or for the conversation where there is room for one pane only.</summary>
    public long? Row { get; private set; }

    /// <summary>Records that a search goes through.</summary>
    public long Searchable { get; private set; }

    public long Pages => Result is null ? 0 : Math.Max(1, (Result.Total + PageSize - 1) / PageSize);

    private string Account => person.Account;

    public NotSearchable? NotSearchable { get; private set; }

    public IReadOnlyList<FacetGroup> Facets { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(
        string? id,
        CancellationToken cancellationToken,
        [FromQuery(Name = "page")] int number = 1,
        HitSelection show = HitSelection.All,
        long? open = null,
        long? row = null)
    {
        Purpose = purposes.Read();
        if (id is null)
        {
            await ReadSearchableAsync(cancellationToken);
            return Page();
        }

        if (number is < 1 or > LastPage || !Enum.IsDefined(show) || await saved.FindAsync(Account, id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        (Search, Query, Purpose, Opened, Row) = (found, found.Query, found.Purpose, open, row);
        Place = new SearchPlace(found.Id, number, show);
        Filters = QueryFilters.Read(Query);
        (Result, Marks) = await results.ReadAsync(person.For(found.Purpose), found, Place, cancellationToken);
        Hits = results.ToViews(Result);
        Facets = Result.Facets is { } counts ? facets.Of(counts) : [];
        Searchable = Result.Searchable;
        NotSearchable = await notSearchable.ReadAsync(Result, cancellationToken);
        Conversation = open is { } sequence ? await OpenAsync(found, sequence, Result.Query, cancellationToken) : null;
        return open is not null && Conversation is null ? NotFound() : Page();
    }

    /// <summary>The conversation alone, for the script that swaps it in.</summary>
    public async Task<IActionResult> OnGetPaneAsync(
        string id, long open, CancellationToken cancellationToken, [FromQuery(Name = "page")] int number = 1, HitSelection show = HitSelection.All)
    {
        if (await saved.FindAsync(Account, id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        Place = new SearchPlace(id, number, show);
        var pane = await OpenAsync(found, open, compile(found.Query, person.Scope), cancellationToken);
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
    /// <param name="from">With <paramref name="until"/> the months of a range, the last one included.</param>
    public async Task<IActionResult> OnPostRefineAsync(
        string id, string? add, int? remove, SearchOrder? order, string? from, string? until, CancellationToken cancellationToken)
    {
        if (await saved.FindAsync(Account, id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        if (order is { } wanted)
        {
            // The same hits in another order: the same search, whose marks stay.
            return await saved.OrderAsync(Account, id, wanted, cancellationToken) ? LocalRedirect($"/search/{id}") : NotFound();
        }

        (Query, Purpose) = (found.Query, found.Purpose);
        if (add?.Split(':', 2) is [var field, var value])
        {
            Query = QueryFilters.Add(Query, field, value);
        }

        if (MonthRange.TryRead(from, until) is { } range)
        {
            Query = range.AddTo(Query);
        }

        if (remove is { } start)
        {
            Query = QueryFilters.Remove(Query, start);
        }

        return await StartAsync(found.Order, cancellationToken);
    }

    /// <summary>Gives the search a name, which keeps it for good.</summary>
    public async Task<IActionResult> OnPostSaveAsync(string id, string? name, CancellationToken cancellationToken)
    {
        if (SavedSearch.ToName(name) is not { } kept)
        {
            TempData["Warning"] = words.Format("Searches.NameMissing", SavedSearch.LongestName);
            return LocalRedirect($"/search/{id}");
        }

        if (!await saved.NameAsync(Account, id, kept, cancellationToken))
        {
            return NotFound();
        }

        TempData["Note"] = words.Format("Searches.SavedNow", kept);
        return LocalRedirect($"/search/{id}");
    }

    /// <summary>A signed certificate of the answer, the empty one included, as a file.</summary>
    public async Task<IActionResult> OnPostCertificateAsync(string id, CancellationToken cancellationToken)
    {
        if (await saved.FindAsync(Account, id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        try
        {
            var file = await certificates.MakeAsync(person.For(found.Purpose), found.Query, cancellationToken);
            return File(file.Bytes, CertificateFile.MediaType, file.Name);
        }
        catch (CertificateRefusedException e)
        {
            TempData["Warning"] = words.Format("Search.CertificateRefused", e.Hidden.Count, e.Invented.Count);
            return LocalRedirect($"/search/{id}");
        }
    }

    /// <summary>Marks a hit or takes its mark away. A script is told the new count; without one the same page comes back.</summary>
    public async Task<IActionResult> OnPostMarkAsync(
        string id,
        long? mark,
        long? unmark,
        CancellationToken cancellationToken,
        [FromQuery(Name = "page")] int number = 1,
        HitSelection show = HitSelection.All)
    {
        if ((mark ?? unmark) is not { } record || !await saved.MarkAsync(Account, id, record, mark is not null, cancellationToken))
        {
            return NotFound();
        }

        if (Request.Headers.XRequestedWith == "fetch")
        {
            var count = (await saved.ReadMarksAsync(Account, id, cancellationToken)).Count;
            return new JsonResult(new { marked = mark is not null, text = words.Format("Search.Marked", words.Number(count)) });
        }

        return LocalRedirect(new SearchPlace(id, Math.Max(1, number), show).Row(record));
    }

    private Task<ConversationPane?> OpenAsync(SavedSearch found, long sequence, BoundQuery query, CancellationToken cancellationToken) =>
        conversations.OpenAsync(person.For(found.Purpose), sequence, query, Place, cancellationToken);

    private async Task<IActionResult> StartAsync(SearchOrder order, CancellationToken cancellationToken)
    {
        try
        {
            compile(Query, person.Scope);
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

    private async Task ReadSearchableAsync(CancellationToken cancellationToken) => Searchable =
        (await IndexCoverage.ReadAsync(index, records, person.Scope, await index.ReadStateAsync(cancellationToken), cancellationToken)).Searchable;
}
