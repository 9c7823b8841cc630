using System.Security.Cryptography;
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
internal sealed class NoticesModel(RegisterDesk desk, NoticeLinks links, CaptureClock capture, IAuthorizationService authorization, PageWords words) : PageModel
{
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

    /// <summary>The link is shown once, to be handed on; it is not stored.</summary>
    public async Task<IActionResult> OnPostLinkAsync(string? person, string? version)
    {
        await ReadAsync();
        if (!Rights.Manage)
        {
            return Forbid();
        }

        if (Register.FindNotice(version ?? "") is not { } notice || !Register.Accounts.OfPerson(person?.Trim() ?? "").Any())
        {
            TempData["Warning"] = words["Notices.NoPerson"];
            return RedirectToPage();
        }

        LinkPerson = person!.Trim(); // found just before
        Link = $"{Request.Scheme}://{Request.Host}/notice/{links.Make(LinkPerson, notice.Version, capture.Time.GetUtcNow())}";
        return Page();
    }

    public Task<IActionResult> OnPostPaperAsync(string? person, string? version, string? signer, DateOnly? day, IFormFile? file, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var notice = desk.Read().FindNotice(version ?? "");
        if (notice is null || day is not { } signed || await Upload.ReadAsync(file, cancellationToken) is not { } paper)
        {
            TempData["Warning"] = words["Notices.PaperIncomplete"];
            return;
        }

        var signature = new NoticeSignature(
            person?.Trim() ?? "", notice.Version, notice.Sha256, signer?.Trim() ?? "", new DateTimeOffset(signed.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), SignatureWay.Upload,
            Convert.ToHexStringLower(SHA256.HashData(paper)));
        await desk.SignAsync([signature], Account, cancellationToken);
        TempData["Note"] = words.Format("Notices.Signed", words.Number(1));
    });

    public Task<IActionResult> OnPostListAsync(IFormFile? file, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        if (await Upload.ReadAsync(file, cancellationToken) is not { } bytes)
        {
            TempData["Warning"] = words["Register.NoFile"];
            return;
        }

        var signatures = SignatureFile.Read(bytes, desk.Read());
        await desk.SignAsync(signatures, Account, cancellationToken);
        TempData["Note"] = words.Format("Notices.Signed", words.Number(signatures.Count));
    });

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
            TempData["Warning"] = words["RegisterRefusal." + e.Refusal];
        }
        catch (RegisterFormatException e)
        {
            TempData["Warning"] = words.Format("Register.Unreadable", words.Number(e.Line), words.Number(e.Column), e.Expected);
        }

        return RedirectToPage();
    }
}
