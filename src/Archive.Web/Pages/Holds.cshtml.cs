using Archive.Core.Retention;
using Archive.Web.Auth;
using Archive.Web.Operations;
using Archive.Web.Words;
using AutoMapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>Legal holds in force; places and releases them. Each is an entry of the evidence log.</summary>
[Authorize(Policy = ArchivePolicies.ManageHolds)]
internal sealed class HoldsModel(LegalHolds holds, IMapper mapper, PageWords words) : PageModel
{
    private const int Longest = 200;

    public IReadOnlyList<HoldView> Holds { get; private set; } = [];

    /// <summary>The hold that is about to be released; null on the list.</summary>
    public HoldView? Releasing { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken, long? release = null)
    {
        Holds = mapper.Map<IReadOnlyList<HoldView>>(await holds.ListAsync(cancellationToken));
        Releasing = release is { } id ? Holds.FirstOrDefault(h => h.Id == id) : null;
        return release is not null && Releasing is null ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostPlaceAsync(string? matter, HoldSubject subject, string? target, CancellationToken cancellationToken)
    {
        (matter, target) = (matter?.Trim(), target?.Trim());
        if (matter is not { Length: > 0 and <= Longest } || target is not { Length: > 0 and <= Longest } || !Enum.IsDefined(subject))
        {
            TempData["Warning"] = words["Holds.Incomplete"];
            return RedirectToPage();
        }

        await holds.PlaceAsync(User.Identity?.Name ?? "", matter, subject, target, cancellationToken);
        TempData["Note"] = words.Format("Holds.Placed", matter);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostReleaseAsync(long id, CancellationToken cancellationToken)
    {
        if (!await holds.ReleaseAsync(User.Identity?.Name ?? "", id, cancellationToken))
        {
            return NotFound();
        }

        TempData["Note"] = words["Holds.Released"];
        return RedirectToPage();
    }
}
