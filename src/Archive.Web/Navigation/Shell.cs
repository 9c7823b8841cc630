using System.Globalization;
using Archive.Web.Hosting;
using Archive.Web.Search;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Archive.Web.Navigation;

/// <summary>What the frame around each page shows: menu, purpose in force, person, language and theme.</summary>
internal sealed class Shell(
    IHttpContextAccessor accessor,
    IAuthorizationService authorization,
    PurposeInForce purpose,
    StaticAssets assets,
    IOptions<ArchiveSettings> settings)
{
    private readonly HttpContext _context = accessor.HttpContext ?? throw new InvalidOperationException("The frame exists only within a request.");

    public string Organisation => settings.Value.Organisation;

    public string Account => _context.User.Identity?.Name ?? "";

    public bool SignedIn => _context.User.Identity?.IsAuthenticated == true;

    public string? Purpose => SignedIn ? purpose.Read() : null;

    public string Theme => Preferences.Read(_context.Request, Preferences.ThemeCookie, Preferences.Themes);

    public string Bar => Preferences.Read(_context.Request, Preferences.BarCookie, Preferences.Bars);

    public string Language => CultureInfo.CurrentUICulture.Name;

    /// <summary>Where to come back to after a choice of language or theme; query strings of this site hold page numbers only.</summary>
    public string Here => _context.Request.Path + _context.Request.QueryString;

    public bool IsHere(string path) => _context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);

    public string Asset(string name) => assets.Address(name);

    public async Task<bool> MayAsync(string policy) => (await authorization.AuthorizeAsync(_context.User, policy)).Succeeded;

    public Task<IReadOnlyList<MenuItem>> MenuAsync() => ArchiveMenu.ForAsync(_context.User, authorization);
}
