using Archive.Core.Connectors;
using Archive.Core.Sanctioning;
using Archive.Web.Auth;
using Archive.Web.Hosting;
using Archive.Web.Operations;
using Archive.Web.Register;
using Archive.Web.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>The register in numbers, and what entitles the firm to capture each source: proposed by one person, approved by another.</summary>
[Authorize(Policy = ArchivePolicies.ReadRegister)]
internal sealed class RegisterModel(
    RegisterDesk desk, SourceCatalog catalog, CaptureClock capture, IAuthorizationService authorization, PageWords words) : PageModel
{
    public RegisterRights Rights { get; private set; } = new(false, false, false);
    public SanctionRegister Register { get; private set; } = SanctionRegister.Empty;
    public RegisterSummary? Summary { get; private set; }

    /// <summary>Of the configuration and of imports.</summary>
    public IReadOnlyList<string> Sources { get; private set; } = [];

    /// <summary>The proposal that is about to be decided.</summary>
    public ProposedScope? Deciding { get; private set; }

    /// <summary>Of captures: it stands still in a demo.</summary>
    public DateTimeOffset Now => capture.Time.GetUtcNow();

    private string Account => User.Identity?.Name ?? "";

    public async Task<IActionResult> OnGetAsync(long? decide)
    {
        Rights = await RegisterRights.OfAsync(User, authorization);
        Register = desk.Read();
        Summary = RegisterSummary.Of(Register, Now);
        Sources = [.. catalog.Sources.Select(s => s.Name).Concat(Register.ScopeSources).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Deciding = Register.Proposals.FirstOrDefault(p => p.Id == decide);
        return decide is not null && Deciding is null ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostProposeAsync(ScopeFields fields, CancellationToken cancellationToken)
    {
        if (!(await RegisterRights.OfAsync(User, authorization)).Propose)
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            await desk.ProposeScopeAsync(fields.ToScope(), Account, cancellationToken);
            TempData["Note"] = words.Format("Scope.Proposed", fields.Source ?? "");
        });
    }

    public async Task<IActionResult> OnPostApproveAsync(long id, bool understood, CancellationToken cancellationToken)
    {
        if (!(await RegisterRights.OfAsync(User, authorization)).Approve)
        {
            return Forbid();
        }

        if (!understood)
        {
            TempData["Warning"] = words["CleanUp.NotUnderstood"];
            return RedirectToPage(new { decide = id });
        }

        return await TryAsync(async () =>
        {
            await desk.ApproveScopeAsync(id, Account, cancellationToken);
            TempData["Note"] = words["Scope.Approved"];
        });
    }

    public async Task<IActionResult> OnPostRefuseAsync(long id, CancellationToken cancellationToken)
    {
        var rights = await RegisterRights.OfAsync(User, authorization);
        if (!rights.Approve && !rights.Propose)
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            await desk.RefuseScopeAsync(id, Account, cancellationToken);
            TempData["Note"] = words["Scope.Refused"];
        });
    }

    private async Task<IActionResult> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (RegisterRefusedException e)
        {
            TempData["Warning"] = words["RegisterRefusal." + e.Refusal];
        }

        return RedirectToPage();
    }
}
