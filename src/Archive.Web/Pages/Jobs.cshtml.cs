using Archive.Core.Jobs;
using Archive.Web.Auth;
using Archive.Web.Operations;
using Archive.Web.Words;
using AutoMapper;
using Hangfire;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>The job catalogue with last and next runs, and the history.</summary>
[Authorize(Policy = ArchivePolicies.RunJobs)]
internal sealed class JobsModel(
    IJobScheduler scheduler, IJobRunLog runs, JobStart start, IMapper mapper, PageWords words, IServiceProvider services) : PageModel
{
    public IReadOnlyList<JobView> Jobs { get; private set; } = [];
    public IReadOnlyList<JobRunView> Runs { get; private set; } = [];

    /// <summary>The dashboard exists only where the host has a job storage.</summary>
    public bool HasDashboard => services.GetService<JobStorage>() is not null;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var history = mapper.Map<IReadOnlyList<JobRunView>>(await runs.ReadAsync(null, null, 200, cancellationToken));
        Jobs = mapper.Map<IReadOnlyList<JobView>>(scheduler.ReadJobs());
        foreach (var job in Jobs)
        {
            job.LastRun = history.FirstOrDefault(r => r.Job == job.Name && r.Source == job.Source);
        }

        Runs = [.. history.Take(30)];
    }

    public async Task<IActionResult> OnPostRunAsync(string job, string? source, CancellationToken cancellationToken)
    {
        source = string.IsNullOrEmpty(source) ? null : source;

        // The clean-up deletes for good; it has a page of its own that says how much.
        if (job == CleanUpModel.Job)
        {
            return LocalRedirect("/clean-up/run");
        }

        if (!await start.TryAsync(job, source, User.Identity?.Name ?? "", cancellationToken))
        {
            return NotFound();
        }

        TempData["Note"] = words.Format("Jobs.Started", words.Of("Job", job));
        return RedirectToPage();
    }
}
