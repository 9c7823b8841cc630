using Archive.Web.Auth;
using Archive.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Archive.Web.Pages;

[AllowAnonymous]
[EnableRateLimiting(SecurityServiceCollectionExtensions.SignInLimit)]
internal sealed class SignInModel(SignInService signIn) : PageModel
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Key of the sentence that says why it was refused.</summary>
    public string? Problem { get; private set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect("/") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Name) || string.IsNullOrEmpty(Password))
        {
            Problem = "SignIn.Empty";
            return Page();
        }

        var outcome = await signIn.SignInAsync(Name.Trim(), Password, cancellationToken);
        if (outcome == SignInOutcome.SignedIn)
        {
            return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
        }

        Problem = outcome == SignInOutcome.LockedOut ? "SignIn.LockedOut" : "SignIn.Refused";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Page();
    }
}
