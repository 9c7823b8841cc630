using Archive.Core.Completeness;
using Archive.Core.Jobs;
using Archive.Jobs;
using Archive.Web.Auth;
using Archive.Web.Completeness;
using Archive.Web.Operations;
using Archive.Web.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>Which days of each source are known to be complete: a calendar a source.</summary>
[Authorize(Policy = ArchivePolicies.ReadSources)]
internal sealed class CompletenessModel(
    DayOverview overview, IJobScheduler scheduler, JobStart start, IAuthorizationService authorization, PageWords words) : PageModel
{
    public IReadOnlyList<SourceMonth> Sources { get; private set; } = [];

    public DateOnly Month { get; private set; }

    /// <summary>Months of which anything is stated, newest last.</summary>
    public IReadOnlyList<DateOnly> Months { get; private set; } = [];

    public bool MayRun { get; private set; }

    public async Task OnGetAsync(string? month, CancellationToken cancellationToken)
    {
        MayRun = (await authorization.AuthorizeAsync(User, ArchivePolicies.RunJobs)).Succeeded;
        var days = new List<(string Source, IReadOnlyList<StatedDay> Days)>();
        foreach (var source in await overview.ReadSourcesAsync(cancellationToken))
        {
            days.Add((source, await overview.ReadAsync(source, null, null, cancellationToken)));
        }

        Months = [.. days.SelectMany(s => s.Days).Select(d => new DateOnly(d.Day.Year, d.Day.Month, 1)).Distinct().Order()];
        Month = MonthGrid.TryRead(month) ?? (Months.Count > 0 ? Months[^1] : default);
        var jobs = scheduler.ReadJobs();
        Sources = [.. days.Select(s => new SourceMonth(
            s.Source,
            MonthGrid.Of(Month, s.Days),
            s.Days.CountBy(d => d.State).ToDictionary(),
            s.Days.Count > 0 ? s.Days[0].Day : null,
            [.. s.Days.Where(d => d.State is DayState.Red or DayState.Unconfirmed).Reverse().Take(SourceMonth.MostNamed)],
            jobs.Any(j => j.Name == JobNames.Confirm && j.Source == s.Source)))];
    }

    public async Task<IActionResult> OnGetCsvAsync(string source, DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        (await overview.ReadSourcesAsync(cancellationToken)).Contains(source, StringComparer.Ordinal)
            ? File(DayCsv.Write(source, await overview.ReadAsync(source, from, to, cancellationToken)), DayCsv.MediaType, "completeness.csv")
            : NotFound();

    public async Task<IActionResult> OnPostRunAsync(string source, CancellationToken cancellationToken)
    {
        if (!(await authorization.AuthorizeAsync(User, ArchivePolicies.RunJobs)).Succeeded)
        {
            return Forbid();
        }

        if (!await start.TryAsync(JobNames.Confirm, source, User.Identity?.Name ?? "", cancellationToken))
        {
            return NotFound();
        }

        TempData["Note"] = words.Format("Jobs.Started", words["Job.confirm"]);
        return RedirectToPage();
    }
}

/// <param name="Counts">Days of each state, over all months.</param>
/// <param name="First">From which on days are stated; null for none.</param>
/// <param name="NeedAttention">The newest days that are red or unconfirmed, whatever the month.</param>
internal sealed record SourceMonth(
    string Source, MonthGrid Grid, IReadOnlyDictionary<DayState, int> Counts, DateOnly? First, IReadOnlyList<StatedDay> NeedAttention, bool CanRun)
{
    public const int MostNamed = 14;
}
