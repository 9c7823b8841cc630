using Archive.Core.Evidence;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Web.Auth;
using Archive.Web.Evidence;
using Archive.Web.Operations;
using AutoMapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>Size and root of the evidence log, and a verification of everything stored.</summary>
[Authorize(Policy = ArchivePolicies.VerifyEvidence)]
internal sealed class EvidenceModel(IRecordStore records, VerificationRuns verification, IJobRunLog runs, NoteSigner signer, IMapper mapper) : PageModel
{
    /// <summary>Public key of the signatures that this archive makes.</summary>
    public string Key => signer.Verifier.ToString();

    public RecordStatistics? Statistics { get; private set; }
    public VerificationState State { get; private set; } = new(false, 0, null, null);
    public IReadOnlyList<JobRunView> Runs { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Statistics = await records.ReadStatisticsAsync(cancellationToken);
        State = verification.State;
        Runs = mapper.Map<IReadOnlyList<JobRunView>>(await runs.ReadAsync("verify", null, 10, cancellationToken));
    }

    public async Task<IActionResult> OnPostVerifyAsync(CancellationToken cancellationToken)
    {
        await verification.StartAsync(User.Identity?.Name ?? "", cancellationToken);
        return RedirectToPage();
    }
}
