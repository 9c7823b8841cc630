using System.Globalization;
using Archive.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Choice = Archive.Web.Navigation.Preferences;

namespace Archive.Web.Pages;

/// <summary>Language, theme and width of the bar. Open to everybody: the sign-in page offers it, too.</summary>
[AllowAnonymous]
internal sealed class PreferencesModel(IOptions<WebSettings> settings) : PageModel
{
    public IActionResult OnGet() => NotFound();

    public IActionResult OnPost(string? language, string? theme, string? bar, string? returnUrl)
    {
        if (language is not null && ArchiveWeb.Cultures.Contains(language))
        {
            var culture = CultureInfo.GetCultureInfo(language).Name;
            Choice.Write(HttpContext, settings.Value, Choice.LanguageCookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)));
        }

        if (theme is not null && Choice.Themes.Contains(theme))
        {
            Choice.Write(HttpContext, settings.Value, Choice.ThemeCookie, theme);
        }

        if (bar is not null && Choice.Bars.Contains(bar))
        {
            Choice.Write(HttpContext, settings.Value, Choice.BarCookie, bar);
        }

        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}
