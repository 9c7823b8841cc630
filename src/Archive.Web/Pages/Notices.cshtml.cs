using System.Security.Cryptography;
using Archive.Core.Audit;
using Archive.Core.Sanctioning;
using Archive.Web.Auth;
using Archive.Web.Hosting;
using Archive.Web.Register;
using Archive.Web.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>The notices that tell employees what is kept about them, and how their signatures come in: by a personal link, as signed paper, as a list.</summary>
[Authorize(Policy = ArchivePolicies.ReadRegister)]
internal sealed class NoticesModel(
    RegisterDesk desk, NoticeLinks links, AuditTrail audit, CaptureClock capture, TimeZoneInfo zone, IAuthorizationService authorization, PageWords words) : PageModel
{
    /// <summary>People that a warning names; the count is of all.</summary>
    private const int MostNames = 20;

    public RegisterRights Rights { get; private set; } = new(false, false, false);
    public SanctionRegister Register { get; private set; } = SanctionRegister.Empty;

    /// <summary>Address that was made by this request; null when none was.</summary>
    public string? Link { get; private set; }

    public string? LinkPerson { get; private set; }

    private string Account => User.Identity?.Name ?? "";

    public Task OnGetAsync() => ReadAsync();

    public Task<IActionResult> OnPostPublishAsync(string? version, string? text, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        // A form sends line ends as CR LF, whatever the system: what is signed must not depend on it.
        await desk.PublishNoticeAsync(version ?? "", (text ?? "").ReplaceLineEndings("\n").Trim(), Account, cancellationToken);
        TempData["Note"] = words.Format("Notices.Published", version?.Trim() ?? "");
    });

    /// <summary>The link is shown once, to be handed on; it is not stored. That it was made is, with who made it: whoever has it can sign.</summary>
    public async Task<IActionResult> OnPostLinkAsync(string? person, string? version, CancellationToken cancellationToken)
    {
        await ReadAsync();
        if (!Rights.Manage)
        {
            return Forbid();
        }

        if (Register.FindSignable(version ?? "") is not { } notice || !Register.Accounts.OfPerson(person?.Trim() ?? "").Any())
        {
            TempData["Warning"] = words["Notices.NoPerson"];
            return RedirectToPage();
        }

        LinkPerson = person!.Trim(); // found just before
        await audit.AdministeredAsync(Account, $"personal link to sign {notice.Version} made for {LinkPerson}", cancellationToken);
        Link = $"{Request.Scheme}://{Request.Host}/notice/{links.Make(LinkPerson, notice.Version, capture.Time.GetUtcNow())}";
        return Page();
    }

    public Task<IActionResult> OnPostPaperAsync(string? person, string? version, string? signer, DateOnly? day, IFormFile? file, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var notice = desk.Read().FindSignable(version ?? "");
        if (notice is null || day is not { } signed || await Upload.ReadAsync(file, cancellationToken) is not { } paper)
        {
            TempData["Warning"] = words["Notices.PaperIncomplete"];
            return;
        }

        var signature = new NoticeSignature(
            person?.Trim() ?? "", notice.Version, notice.Sha256, signer?.Trim() ?? "", SignedDay.EndOf(signed, zone, capture.Time.GetUtcNow()), SignatureWay.Upload,
            Convert.ToHexStringLower(SHA256.HashData(paper)));
        Tell(await desk.SignAsync([signature], Account, cancellationToken), 1);
    });

    public Task<IActionResult> OnPostListAsync(IFormFile? file, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        if (await Upload.ReadAsync(file, cancellationToken) is not { } bytes)
        {
            TempData["Warning"] = words["Register.NoFile"];
            return;
        }

        var signatures = SignatureFile.Read(bytes, desk.Read(), capture.Time.GetUtcNow());
        Tell(await desk.SignAsync(signatures, Account, cancellationToken), signatures.Count);
    });

    public Task<IActionResult> OnPostWithdrawAsync(string? person, string? version, string? reason, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        await desk.WithdrawSignatureAsync(person?.Trim() ?? "", version ?? "", reason?.Trim() ?? "", Account, cancellationToken);
        TempData["Note"] = words.Format("Notices.Withdrawn", person?.Trim() ?? "", version ?? "");
    });

    private void Tell(SignOutcome outcome, int read)
    {
        TempData["Note"] = words.Format("Notices.Signed", words.Number(outcome.Added), words.Number(read - outcome.Added));
        if (outcome.UnknownPeople.Count > 0)
        {
            var first = string.Join(", ", outcome.UnknownPeople.Take(MostNames));
            TempData["Warning"] = words.Format("Notices.UnknownPeople", words.Number(outcome.UnknownPeople.Count), outcome.UnknownPeople.Count > MostNames ? first + ", …" : first);
        }
    }

    private async Task ReadAsync()
    {
        Rights = await RegisterRights.OfAsync(User, authorization);
        Register = desk.Read();
    }

    private async Task<IActionResult> TryAsync(Func<Task> work)
    {
        if (!(await RegisterRights.OfAsync(User, authorization)).Manage)
        {
            return Forbid();
        }

        try
        {
            await work();
        }
        catch (RegisterRefusedException e)
        {
            TempData["Warning"] = words.Format("RegisterRefusal." + e.Refusal, e.Subject);
        }
        catch (RegisterFormatException e)
        {
            TempData["Warning"] = words.Format("Register.Unreadable", words.Number(e.Line), words.Number(e.Column), e.Expected);
        }

        return RedirectToPage();
    }
}
