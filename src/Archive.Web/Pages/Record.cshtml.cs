using Archive.Core.Search;
using Archive.Core.Search.Saved;
using Archive.Web.Auth;
using Archive.Web.Messages;
using Archive.Web.Search;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>A record in its conversation, on a page of its own. Read under the purpose of a search or the one in force;
/// without one the person is asked first.</summary>
[Authorize(Policy = ArchivePolicies.ReadContent)]
internal sealed class RecordModel(
    ConversationReader conversations, ISavedSearches saved, PurposeInForce purposes, SignedInReader person, QueryCompiler compile) : PageModel
{
    public long Sequence { get; private set; }
    public SearchPlace? Place { get; private set; }
    public string? Purpose { get; private set; }
    public ConversationPane? Conversation { get; private set; }

    public async Task<IActionResult> OnGetAsync(
        long sequence,
        [FromQuery(Name = "search")] string? searchId,
        CancellationToken cancellationToken,
        [FromQuery(Name = "page")] int number = 1,
        HitSelection show = HitSelection.All)
    {
        var found = searchId is null ? null : await saved.FindAsync(person.Account, searchId, cancellationToken);
        (Sequence, Purpose) = (sequence, found?.Purpose ?? purposes.Read());
        Place = found is null ? null : new SearchPlace(found.Id, Math.Max(1, number), show);
        if (Purpose is null)
        {
            return AskPurpose();
        }

        var reader = person.For(Purpose);
        var query = found is null ? null : compile(found.Query, reader.Scope);
        Conversation = await conversations.OpenAsync(reader, sequence, query, Place, cancellationToken);
        return Conversation is null ? NotFound() : Page();
    }

    private LocalRedirectResult AskPurpose() => LocalRedirect($"/purpose?returnUrl={Uri.EscapeDataString(Request.Path)}");
}
