using Archive.Core.Evidence;
using Archive.Web.Auth;
using Archive.Web.Evidence;
using AutoMapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>Who did what, when and for which purpose.</summary>
[Authorize(Policy = ArchivePolicies.ReadAudit)]
internal sealed class AuditModel(AuditSearch search, IMapper mapper) : PageModel
{
    public string? Account { get; private set; }
    public EvidenceKind? Kind { get; private set; }
    public IReadOnlyList<AuditRowView> Rows { get; private set; } = [];
    public long? Next { get; private set; }
    public bool First { get; private set; }

    public async Task OnGetAsync(string? account, EvidenceKind? kind, long? before, CancellationToken cancellationToken)
    {
        Account = string.IsNullOrWhiteSpace(account) ? null : account.Trim();
        Kind = kind;
        First = before is null;
        var page = await search.ReadAsync(Account, Kind, before, cancellationToken);
        Rows = mapper.Map<IReadOnlyList<AuditRowView>>(page.Events);
        Next = page.Next;
    }
}
