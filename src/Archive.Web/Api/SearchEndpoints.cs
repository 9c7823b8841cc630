using System.Security.Cryptography;
using System.Text;
using Archive.Core.Search;
using Archive.Core.Search.Saved;
using Archive.Web.Auth;
using Archive.Web.Hosting;
using Archive.Web.Search;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Archive.Web.Api;

internal static class SearchEndpoints
{
    private const int PageSize = 50;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/searches", CreateAsync).RequireAuthorization(ArchivePolicies.SearchContent)
            .WithSummary("Saves a search for a purpose and answers its first page.");
        api.MapGet("/searches/{id}", ReadAsync).RequireAuthorization(ArchivePolicies.SearchContent)
            .WithSummary("A page of a saved search; only its maker can read it.");
        api.MapPost("/searches/{id}/certificate", CertifyAsync).RequireAuthorization(ArchivePolicies.SearchContent)
            .WithSummary("A signed certificate of the answer to a saved search; 'archive verify --certificate' checks it.");
        api.MapGet("/records/{sequence:long}", ReadRecordAsync).RequireAuthorization(ArchivePolicies.ReadContent)
            .WithSummary("A record, read for the purpose in force or the one of ?search={id}.");
    }

    private static async Task<IResult> CreateAsync(
        SearchRequest request, SignedInReader person, SearchService search, ISavedSearches saved, IOptions<WebSettings> settings, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Purpose) || request.Purpose.Length > PurposeInForce.Longest || request.Query is null)
        {
            return new ProblemAnswer(StatusCodes.Status400BadRequest, "purpose-missing", "A search needs a query and a purpose of at most 200 characters.").ToResult();
        }

        var reader = person.For(request.Purpose.Trim());
        var page = await search.SearchAsync(reader, request.Query, Paging(request.Order, 1), cancellationToken);
        var kept = await saved.AddAsync(reader.Account, request.Query, reader.Purpose, request.Order, settings.Value.SavedSearchesPerPerson, cancellationToken);
        await saved.RecordRunAsync(kept.Id, new SavedSearchRun(clock.GetUtcNow(), page.State.Cursor, page.Total), cancellationToken);
        return Results.Created($"/api/v1/searches/{kept.Id}", Answer(kept, 1, page));
    }

    private static async Task<IResult> ReadAsync(
        string id, HttpContext context, SignedInReader person, SearchService search, ISearchIndex index, ISavedSearches saved, TimeProvider clock, CancellationToken cancellationToken,
        int page = 1)
    {
        if (page is < 1 or > 1_000_000 || await saved.FindAsync(person.Account, id, cancellationToken) is not { } kept)
        {
            return NotFound();
        }

        var reader = person.For(kept.Purpose);

        // Nothing is read, and nothing goes into the audit trail, when the caller has this page already. In a narrow view there is no tag: it changes with
        // every record, also with those out of sight.
        var tag = reader.Scope.IsNarrow ? null : TagOf(kept, page, await index.ReadStateAsync(cancellationToken), clock.GetUtcNow());
        if (tag is not null && context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        context.Response.GetTypedHeaders().ETag = tag;
        return Results.Ok(Answer(kept, page, await search.ReadPageAsync(reader, kept.Query, page, Paging(kept.Order, page), cancellationToken)));
    }

    /// <summary>The same as long as the index has the same records, it is the same day, from which relative dates count, and the order is the same.</summary>
    private static EntityTagHeaderValue TagOf(SavedSearch search, int page, IndexState state, DateTimeOffset now)
    {
        var facts = $"{search.Id}/{search.Order}/{page}/{state.Generation}/{state.Cursor}/{state.Count}/{now.UtcDateTime:yyyy-MM-dd}";
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(facts)).AsSpan(0, 16))}\"", isWeak: true);
    }

    private static async Task<IResult> CertifyAsync(
        string id, SignedInReader person, AnswerDownload certificates, ISavedSearches saved, CancellationToken cancellationToken)
    {
        if (await saved.FindAsync(person.Account, id, cancellationToken) is not { } kept)
        {
            return NotFound();
        }

        var file = await certificates.MakeAsync(person.For(kept.Purpose), kept.Query, cancellationToken);
        return Results.File(file.Bytes, CertificateFile.MediaType, file.Name);
    }

    private static async Task<IResult> ReadRecordAsync(
        long sequence,
        SignedInReader person,
        SearchService search,
        ISavedSearches saved,
        PurposeInForce purpose,
        CancellationToken cancellationToken,
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "search")] string? searchId = null)
    {
        var why = searchId is null ? purpose.Read() : (await saved.FindAsync(person.Account, searchId, cancellationToken))?.Purpose;
        if (why is null)
        {
            return new ProblemAnswer(StatusCodes.Status400BadRequest, "purpose-missing", "Name a search of yours with ?search={id}; its purpose is used.").ToResult();
        }

        var view = await search.OpenAsync(person.For(why), sequence, 0, 0, cancellationToken);
        return view is null ? NotFound() : Results.Ok(RecordResponse.Of(view.Focus));
    }

    private static IndexPaging Paging(SearchOrder order, int page) => new((page - 1) * PageSize, PageSize, order, WithFacets: page == 1);

    private static SearchResponse Answer(SavedSearch saved, int number, SearchPage page) => new(
        saved.Id, saved.Query, saved.Order, number, PageSize, page.Total, page.Exact, page.IndexLag,
        [.. page.Records.Select(RecordResponse.Of)],
        page.Facets is { } f ? new FacetsResponse(f.Sources, f.Conversations, f.Senders, f.Types, f.Labels, f.Months) : null);

    private static IResult NotFound() =>
        new ProblemAnswer(StatusCodes.Status404NotFound, "not-found", "It does not exist, or it is not yours to see.").ToResult();
}
