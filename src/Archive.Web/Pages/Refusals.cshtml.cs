using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>What this archive cannot do. For everybody, also for those whose messages are kept and who have no account.</summary>
[AllowAnonymous]
internal sealed class RefusalsModel : PageModel
{
    public void OnGet()
    {
    }
}
