using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Web.Hosting;
using Archive.Web.Register;
using Archive.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Archive.Web.Pages;

/// <summary>What an employee sees who opens their personal link: the notice, whole, and where to sign. No account is needed; the link is the proof.</summary>
[AllowAnonymous]
[EnableRateLimiting(SecurityServiceCollectionExtensions.NoticeLimit)]
internal sealed class SignNoticeModel(RegisterDesk desk, NoticeLinks links, CaptureClock capture) : PageModel
{
    private const string Actor = "system:notice-link";
    private const int LongestName = 200;

    public Notice? Notice { get; private set; }

    /// <summary>As the register has it.</summary>
    public string Name { get; private set; } = "";

    public NoticeSignature? Signed { get; private set; }

    /// <summary>Name of another notice that stands for the person, signed or on a line; null where none does.</summary>
    public string? Standing { get; private set; }

    /// <summary>Key of the sentence that says what is missing.</summary>
    public string? Problem { get; private set; }

    public IActionResult OnGet(string link)
    {
        Read(link);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string link, string? signer, bool understood, CancellationToken cancellationToken)
    {
        if (Read(link) is not { } person || Notice is not { } notice || Signed is not null)
        {
            return Page();
        }

        if (signer?.Trim() is not { Length: > 0 and <= LongestName } name || !understood)
        {
            Problem = "SignNotice.Incomplete";
            return Page();
        }

        var signature = new NoticeSignature(person, notice.Version, notice.Sha256, name, Timestamps.Cut(capture.Time.GetUtcNow()), SignatureWay.Link);
        await desk.SignAsync([signature], Actor, cancellationToken);
        return RedirectToPage(new { link });
    }

    /// <returns>The person; null where the link is none of ours, or not any more.</returns>
    private string? Read(string link)
    {
        var register = desk.Read();
        if (links.Open(link, capture.Time.GetUtcNow()) is not { } opened || register.FindSignable(opened.Version) is not { } notice)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return null;
        }

        Response.Headers.CacheControl = "no-store";
        Notice = notice;
        var lines = register.Accounts.OfPerson(opened.Person).ToList();
        Name = lines.Select(a => a.Name).FirstOrDefault() ?? "";
        Standing = lines.Select(a => a.NoticeVersion).FirstOrDefault(version => version is not null);
        Signed = register.SignaturesOf(opened.Person).FirstOrDefault(s => s.Version == opened.Version);
        return opened.Person;
    }
}
