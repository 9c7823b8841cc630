using Archive.Web.Auth;
using Archive.Web.Operations;
using Archive.Web.Words;
using AutoMapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>Accounts of the pages.</summary>
[Authorize(Policy = ArchivePolicies.ManageUsers)]
internal sealed class UsersModel(UserDirectory directory, KnownSources sources, IMapper mapper, PageWords words) : PageModel
{
    public IReadOnlyList<UserView> Users { get; private set; } = [];

    /// <summary>Names of sources that a reviewer may be limited to.</summary>
    public IReadOnlyList<string> Sources { get; private set; } = [];

    private string Account => User.Identity?.Name ?? "";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Users = mapper.Map<IReadOnlyList<UserView>>(await directory.ListAsync(cancellationToken));
        Sources = await sources.ReadAsync(cancellationToken);
    }

    /// <param name="source">Those ticked.</param>
    public async Task<IActionResult> OnPostCreateAsync(string? name, string? password, string? role, string[] source, CancellationToken cancellationToken) =>
        Tell(await directory.CreateAsync(name?.Trim() ?? "", password ?? "", role ?? "", source, Account, cancellationToken), name, "Users.Created");

    public async Task<IActionResult> OnPostLimitAsync(string name, string[] source, CancellationToken cancellationToken) =>
        Tell(await directory.LimitAsync(name, source, Account, cancellationToken), name, "Users.Limited");

    public async Task<IActionResult> OnPostDisableAsync(string name, CancellationToken cancellationToken) =>
        Tell(await directory.DisableAsync(name, Account, cancellationToken), name, "Users.Disabled");

    public async Task<IActionResult> OnPostEnableAsync(string name, CancellationToken cancellationToken) =>
        Tell(await directory.EnableAsync(name, Account, cancellationToken), name, "Users.Enabled");

    public async Task<IActionResult> OnPostResetAsync(string name, string? password, CancellationToken cancellationToken) =>
        Tell(await directory.ResetPasswordAsync(name, password ?? "", Account, cancellationToken), name, "Users.Reset");

    private RedirectToPageResult Tell(DirectoryResult result, string? name, string done)
    {
        TempData[result.Done ? "Note" : "Warning"] = result.Done
            ? words.Format(done, name ?? "")
            : string.Join(' ', result.Errors.Select(e => words.Problem("UserProblem", e.Code, e.Message)));
        return RedirectToPage();
    }
}
