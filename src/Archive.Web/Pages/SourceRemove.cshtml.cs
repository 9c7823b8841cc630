using Archive.Core.Connectors;
using Archive.Web.Auth;
using Archive.Web.Sources;
using Archive.Web.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>Says what removing a source does and does not, and removes it when the person says yes.</summary>
[Authorize(Policy = ArchivePolicies.RunJobs)]
internal sealed class SourceRemoveModel(SourceFormPages pages, SourceChanges changes, PageWords words) : PageModel
{
    public StoredSource? Source { get; private set; }

    public async Task<IActionResult> OnGetAsync(string name, CancellationToken cancellationToken)
    {
        Source = await pages.FindAsync(name, cancellationToken);
        return Source is null ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(string name, long revision, bool understood, CancellationToken cancellationToken)
    {
        if (await pages.FindAsync(name, cancellationToken) is null)
        {
            return NotFound();
        }

        if (!understood)
        {
            TempData["Warning"] = words["SourceRemove.NotUnderstood"];
            return RedirectToPage();
        }

        var isDone = await changes.RemoveAsync(name, revision, User.Identity?.Name ?? "", cancellationToken);
        TempData[isDone ? "Note" : "Warning"] = isDone ? words.Format("SourceRemove.Done", name) : words["SourceProblem.Meanwhile"];
        return isDone ? LocalRedirect("/sources") : RedirectToPage();
    }
}
