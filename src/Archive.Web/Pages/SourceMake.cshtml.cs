using Archive.Web.Auth;
using Archive.Web.Hosting;
using Archive.Web.Sources;
using Archive.Web.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>The guided form of a new source.</summary>
[Authorize(Policy = ArchivePolicies.RunJobs)]
internal sealed class SourceMakeModel(SourceFormPages pages, SourceChanges changes, PageWords words) : PageModel
{
    public SourceFormView? Form { get; private set; }

    private string Account => User.Identity?.Name ?? "";

    public IActionResult OnGet(string platform) => Show(SourcePlatforms.Find(platform) is { } known ? SourceFormPages.ShowNew(known, Request) : null);

    public async Task<IActionResult> OnPostCheckAsync(string platform, CancellationToken cancellationToken) =>
        Show(await ReadAsync(platform, cancellationToken) is { } form ? await pages.TryAsync(form, Account, cancellationToken) : null);

    public async Task<IActionResult> OnPostSaveAsync(string platform, CancellationToken cancellationToken)
    {
        var form = await ReadAsync(platform, cancellationToken);
        if (form is not { Entered: { IsGood: true } entered })
        {
            return Show(form);
        }

        if (!await changes.AddAsync(entered.ToSource(platform, 0), Account, cancellationToken))
        {
            entered.Problems[SharedFields.Name] = words["SourceProblem.NameTaken"];
            return Show(form);
        }

        TempData["Note"] = words.Format("SourceForm.Saved", entered.Name);
        return LocalRedirect("/sources");
    }

    private async Task<SourceFormView?> ReadAsync(string platform, CancellationToken cancellationToken) =>
        SourcePlatforms.Find(platform) is { } known ? await pages.ReadAsync(Request, known, null, Account, cancellationToken) : null;

    private IActionResult Show(SourceFormView? form)
    {
        Form = form;
        return form is null ? NotFound() : Page();
    }
}
