using Archive.Web.Navigation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>Leads to the first page that the person's role may open.</summary>
[Authorize]
internal sealed class IndexModel(IAuthorizationService authorization) : PageModel
{
    public async Task<IActionResult> OnGetAsync()
    {
        var menu = await ArchiveMenu.ForAsync(User, authorization);
        return menu.Count > 0 ? LocalRedirect(menu[0].Path) : Forbid();
    }
}
