using Archive.Core.Quarantine;
using Archive.Web.Auth;
using Archive.Web.Quarantine;
using Archive.Web.Search;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>The bytes of an item as they were received, unredacted, for a purpose: into the audit trail first.</summary>
[Authorize(Policy = ArchivePolicies.OpenQuarantine)]
internal sealed class QuarantinedItemModel(QuarantineReading reading, PurposeInForce purposes, SignedInReader person) : PageModel
{
    public QuarantinedRecord? Record { get; private set; }
    public IReadOnlyList<RawPiece> Pieces { get; private set; } = [];
    public string? Purpose { get; private set; }
    public bool IsCut { get; private set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellationToken)
    {
        Purpose = purposes.Read();
        if (Purpose is null)
        {
            return LocalRedirect($"/purpose?returnUrl={Uri.EscapeDataString(Request.Path)}");
        }

        if (await reading.OpenAsync(person.For(Purpose), id, cancellationToken) is not { } item)
        {
            return NotFound();
        }

        Record = item.Record;
        Pieces = RawText.Cut(item.Raw.Span);
        IsCut = item.Raw.Length > RawText.MostBytes;
        return Page();
    }
}
