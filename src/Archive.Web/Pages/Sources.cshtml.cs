using System.Collections.Frozen;
using Archive.Core.Audit;
using Archive.Core.Connectors;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Web.Auth;
using Archive.Web.Hosting;
using Archive.Web.Operations;
using Archive.Web.Sources;
using Archive.Web.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>What each source captures, how far it is, and what became of everything received.</summary>
[Authorize(Policy = ArchivePolicies.ReadSources)]
internal sealed class SourcesModel(
    SourceOverview overview,
    SourceCatalog catalog,
    MadeSources made,
    Func<SanctionRegister> register,
    IRecordStore records,
    JobStart start,
    AuditTrail audit,
    IAuthorizationService authorization,
    PageWords words,
    CaptureClock capture,
    TimeProvider clock) : PageModel
{
    private SanctionRegister _register = SanctionRegister.Empty;

    public IReadOnlyList<SourceView> Sources { get; private set; } = [];
    public RecordStatistics? Statistics { get; private set; }
    public RegisterSummary? Register { get; private set; }
    public bool MayRun { get; private set; }
    public bool MayReadRegister { get; private set; }
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Names of those that were made on the pages and can be changed there.</summary>
    public IReadOnlySet<string> Made { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>Names of those that a platform pushes events to.</summary>
    public IReadOnlySet<string> Pushed { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>Made on the pages, with settings that this version does not take.</summary>
    public IReadOnlyList<StoredSource> OutOfForce { get; private set; } = [];

    public string Hooks => SourceFormPages.HooksOf(Request);

    /// <summary>The source whose connection was tried by this request; null when none was.</summary>
    public string? TestedSource { get; private set; }

    public IReadOnlyList<SourceFinding> Findings { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Sources = await overview.ReadAsync(cancellationToken);
        Statistics = await records.ReadStatisticsAsync(cancellationToken);
        _register = register();
        Register = RegisterSummary.Of(_register, clock.GetUtcNow());
        Made = made.All.Where(m => m.Source is not null && !catalog.IsNamed(m.Stored.Name)).Select(m => m.Stored.Name).ToFrozenSet(StringComparer.Ordinal);
        Pushed = catalog.Sources.Where(s => s.IsPushed).Select(s => s.Name).ToFrozenSet(StringComparer.Ordinal);
        OutOfForce = [.. made.All.Where(m => m.Source is null).Select(m => m.Stored)];
        MayReadRegister = (await authorization.AuthorizeAsync(User, ArchivePolicies.ReadRegister)).Succeeded;
        MayRun = (await authorization.AuthorizeAsync(User, ArchivePolicies.RunJobs)).Succeeded;
    }

    /// <summary>Why nothing at all is captured of a source now; null where its scope stands.</summary>
    public SanctionReason? WhyNothing(string source) =>
        _register.RefusalOf(source, capture.Time.GetUtcNow(), capture.Time.GetUtcNow()) is { } reason and not SanctionReason.BeforeScope ? reason : null;

    public async Task<IActionResult> OnPostTestAsync(string source, CancellationToken cancellationToken)
    {
        if (!(await authorization.AuthorizeAsync(User, ArchivePolicies.RunJobs)).Succeeded)
        {
            return Forbid();
        }

        if (catalog.Find(source)?.Check is not { } check)
        {
            return NotFound();
        }

        await audit.AdministeredAsync(User.Identity?.Name ?? "", $"connection of {source} tried", cancellationToken);
        Findings = await FindAsync(check, cancellationToken);
        TestedSource = source;
        await OnGetAsync(cancellationToken);
        return Page();
    }

    private async Task<IReadOnlyList<SourceFinding>> FindAsync(Func<ISourceCheck> check, CancellationToken cancellationToken)
    {
        try
        {
            return await PatientCheck.RunAsync(check(), clock, cancellationToken);
        }
        catch (ConnectorException e)
        {
            return [SourceFinding.Failed(SourceCheckStep.Secret, e)]; // there is none to try it with
        }
    }

    public async Task<IActionResult> OnPostRunAsync(string source, CancellationToken cancellationToken)
    {
        if (!(await authorization.AuthorizeAsync(User, ArchivePolicies.RunJobs)).Succeeded)
        {
            return Forbid();
        }

        if (!await start.TryAsync(SourceOverview.PullJob, source, User.Identity?.Name ?? "", cancellationToken))
        {
            return NotFound();
        }

        TempData["Note"] = words.Format("Jobs.Started", words["Job.pull"]);
        return RedirectToPage();
    }
}
