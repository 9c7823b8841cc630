using Archive.Web.Auth;
using Archive.Web.Hosting;
using Archive.Web.Sources;
using Archive.Web.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>The guided form of a source that was made with it.</summary>
[Authorize(Policy = ArchivePolicies.RunJobs)]
internal sealed class SourceEditModel(SourceFormPages pages, SourceChanges changes, PageWords words) : PageModel
{
    public SourceFormView? Form { get; private set; }

    private string Account => User.Identity?.Name ?? "";

    public async Task<IActionResult> OnGetAsync(string name, CancellationToken cancellationToken) =>
        Show(await pages.FindAsync(name, cancellationToken) is { } source && SourcePlatforms.Find(source.Platform) is { } platform
            ? SourceFormPages.Show(platform, source, Request) : null);

    public async Task<IActionResult> OnPostCheckAsync(string name, long revision, CancellationToken cancellationToken) =>
        Show(await ReadAsync(name, revision, cancellationToken) is { } form ? await pages.TryAsync(form, Account, cancellationToken) : null);

    public async Task<IActionResult> OnPostSaveAsync(string name, long revision, CancellationToken cancellationToken)
    {
        var form = await ReadAsync(name, revision, cancellationToken);
        if (form is not { Stored: { } stored, Entered: { IsGood: true } entered })
        {
            return Show(form);
        }

        if (!await changes.ChangeAsync(stored, entered.ToSource(stored.Platform, revision), Account, cancellationToken))
        {
            entered.Problems[""] = words["SourceProblem.Meanwhile"];
            return Show(form);
        }

        TempData["Note"] = words.Format("SourceForm.Saved", name);
        return LocalRedirect("/sources");
    }

    /// <param name="revision">Of the page that was filled in: what was kept on it must be what is kept now.</param>
    private async Task<SourceFormView?> ReadAsync(string name, long revision, CancellationToken cancellationToken)
    {
        if (await pages.FindAsync(name, cancellationToken) is not { } source || SourcePlatforms.Find(source.Platform) is not { } platform)
        {
            return null;
        }

        var form = await pages.ReadAsync(Request, platform, source, Account, cancellationToken);
        if (source.Revision != revision)
        {
            form.Entered.Problems[""] = words["SourceProblem.Meanwhile"];
        }

        return form;
    }

    private IActionResult Show(SourceFormView? form)
    {
        Form = form;
        return form is null ? NotFound() : Page();
    }
}
