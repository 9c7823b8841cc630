using Archive.Core.Audit;
using Archive.Core.Search.Language;
using Archive.Core.Search.Saved;
using Archive.Web.Auth;
using Archive.Web.Hosting;
using Archive.Web.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Archive.Web.Pages;

/// <summary>A person's own saved searches and history: run, name, schedule, delete. Those of others answer "not found".</summary>
[Authorize(Policy = ArchivePolicies.SearchContent)]
internal sealed class SearchesModel(
    ISavedSearches saved, SavedSearchRuns runs, AuditTrail audit, SignedInReader person, IOptions<WebSettings> settings, PageWords words) : PageModel
{
    public IReadOnlyList<SavedSearch> Named { get; private set; } = [];

    public IReadOnlyList<SavedSearch> History { get; private set; } = [];

    /// <summary>The search that is about to be deleted; null on the list.</summary>
    public SavedSearch? Deleting { get; private set; }

    private string Account => person.Account;

    public async Task<IActionResult> OnGetAsync(string? delete, CancellationToken cancellationToken)
    {
        Named = await saved.ReadNamedAsync(Account, cancellationToken);
        History = await saved.ReadHistoryAsync(Account, settings.Value.SavedSearchesPerPerson, cancellationToken);
        Deleting = delete is null ? null : await saved.FindAsync(Account, delete, cancellationToken);
        return delete is not null && Deleting is null ? NotFound() : Page();
    }

    /// <summary>Runs a saved search where it stands: its numbers change, nothing is opened.</summary>
    public async Task<IActionResult> OnPostRunAsync(string id, CancellationToken cancellationToken)
    {
        if (await saved.FindAsync(Account, id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        try
        {
            var run = await runs.RunAsync(found, person.Scope, isScheduled: false, cancellationToken);
            TempData["Note"] = words.Format(
                run.Since is null ? "Searches.RanFirst" : "Searches.Ran", found.Name ?? found.Query, words.Number(run.Hits), words.Number(run.New));
        }
        catch (QueryException)
        {
            TempData["Warning"] = words["SavedSearchTrouble.QueryInvalid"];
        }

        return RedirectToPage();
    }

    /// <summary>Makes a search of the history again, as a new one.</summary>
    public async Task<IActionResult> OnPostRepeatAsync(string id, CancellationToken cancellationToken)
    {
        if (await saved.FindAsync(Account, id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        var again = await saved.AddAsync(
            Account, found.Query, found.Purpose, found.Order, settings.Value.SavedSearchesPerPerson, cancellationToken);
        return LocalRedirect($"/search/{again.Id}");
    }

    public async Task<IActionResult> OnPostNameAsync(string id, string? name, CancellationToken cancellationToken)
    {
        if (SavedSearch.ToName(name) is not { } kept)
        {
            TempData["Warning"] = words.Format("Searches.NameMissing", SavedSearch.LongestName);
            return RedirectToPage();
        }

        return await saved.NameAsync(Account, id, kept, cancellationToken) ? RedirectToPage() : NotFound();
    }

    public async Task<IActionResult> OnPostScheduleAsync(string id, SearchSchedule schedule, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(schedule) || await saved.FindAsync(Account, id, cancellationToken) is not { Name: { } name })
        {
            return NotFound();
        }

        await audit.AdministeredAsync(Account, $"saved search {id}: schedule {schedule}", cancellationToken);
        if (!await saved.ScheduleAsync(Account, id, schedule, cancellationToken))
        {
            return NotFound();
        }

        TempData["Note"] = words.Format("Searches.Scheduled", name, words.Of("SearchSchedule", schedule));
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostDeleteAsync(string id, CancellationToken cancellationToken)
    {
        if (!await saved.DeleteAsync(Account, id, cancellationToken))
        {
            return NotFound();
        }

        TempData["Note"] = words["Searches.Deleted"];
        return RedirectToPage();
    }
}
