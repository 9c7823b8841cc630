using Archive.Core.Jobs;
using Archive.Web.Auth;
using Archive.Web.Operations;
using AutoMapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>What a clean-up would do, what is due by year, and past runs. Changes nothing.</summary>
[Authorize(Policy = ArchivePolicies.ReadCleanUp)]
internal sealed class CleanUpModel(CleanUpSimulations simulations, IJobRunLog runs, IMapper mapper, IAuthorizationService authorization) : PageModel
{
    public const string Job = "clean-up";

    public CleanUpSimulation? Simulation { get; private set; }
    public IReadOnlyList<JobRunView> Runs { get; private set; } = [];
    public bool MayRun { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Simulation = simulations.Last;
        Runs = mapper.Map<IReadOnlyList<JobRunView>>(await runs.ReadAsync(Job, null, 20, cancellationToken));
        MayRun = (await authorization.AuthorizeAsync(User, ArchivePolicies.RunCleanUp)).Succeeded;
    }

    public async Task<IActionResult> OnPostSimulateAsync(CancellationToken cancellationToken)
    {
        await simulations.RunAsync(cancellationToken);
        return RedirectToPage();
    }
}
