using Archive.Web.Auth;
using Archive.Web.Search;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>States the purpose for which content is read from now on.</summary>
[Authorize(Policy = ArchivePolicies.ReadContent)]
internal sealed class PurposeModel(PurposeInForce purposes) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public bool Missing { get; private set; }

    public void OnGet()
    {
    }

    public IActionResult OnPost(string? purpose)
    {
        if (purposes.TrySet(purpose))
        {
            return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/search");
        }

        Missing = true;
        return Page();
    }
}
