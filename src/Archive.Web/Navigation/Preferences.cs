using Archive.Web.Hosting;

namespace Archive.Web.Navigation;

/// <summary>What a person chose about the looks. Kept in the browser, not in the archive.</summary>
internal static class Preferences
{
    public const string LanguageCookie = "archive-language";
    public const string ThemeCookie = "archive-theme";
    public const string BarCookie = "archive-bar";

    public static readonly string[] Themes = ["auto", "light", "dark"];
    public static readonly string[] Bars = ["wide", "narrow"];

    public static string Read(HttpRequest request, string cookie, string[] known) =>
        request.Cookies[cookie] is { } value && known.Contains(value) ? value : known[0];

    public static void Write(HttpContext context, WebSettings settings, string cookie, string value) =>
        context.Response.Cookies.Append(cookie, value, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = settings.Https || context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
            Path = "/",
        });
}
