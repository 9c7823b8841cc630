using Archive.Core.Audit;
using Archive.Core.Jobs;
using Archive.Web.Auth;
using Archive.Web.Operations;
using Archive.Web.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>Says what a clean-up will delete for good, and starts it when the person says yes.</summary>
[Authorize(Policy = ArchivePolicies.RunCleanUp)]
internal sealed class CleanUpRunModel(CleanUpSimulations simulations, IJobScheduler scheduler, AuditTrail audit, PageWords words) : PageModel
{
    public CleanUpSimulation? Simulation { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken) => Simulation = await simulations.RunAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(bool understood, CancellationToken cancellationToken)
    {
        if (!understood)
        {
            TempData["Warning"] = words["CleanUp.NotUnderstood"];
            return RedirectToPage();
        }

        var account = User.Identity?.Name ?? "";
        await audit.AdministeredAsync(account, "clean-up started", cancellationToken);
        await scheduler.RunNowAsync(CleanUpModel.Job, null, account, cancellationToken);
        TempData["Note"] = words.Format("Jobs.Started", words["Job.clean-up"]);
        return LocalRedirect("/clean-up");
    }
}
