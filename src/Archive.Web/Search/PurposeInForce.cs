using System.Security.Cryptography;
using Archive.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Archive.Web.Search;

/// <summary>The purpose for which a person reads at present. Lives in a protected cookie until the browser is closed, bound to the account, so
/// that another person at the same browser does not read under it.</summary>
public sealed class PurposeInForce(IHttpContextAccessor accessor, IDataProtectionProvider protection, IOptions<WebSettings> settings)
{
    /// <summary>Characters of a purpose.</summary>
    public const int Longest = 200;

    private readonly IDataProtector _protector = protection.CreateProtector("Archive.Purpose");
    private string? _set;

    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("A purpose exists only within a request.");

    private string Cookie => settings.Value.CookieName("archive-purpose");

    /// <returns>Null when none was stated.</returns>
    public string? Read()
    {
        if (_set is not null)
        {
            return _set;
        }

        if (Context.Request.Cookies[Cookie] is not { } value)
        {
            return null;
        }

        try
        {
            var parts = _protector.Unprotect(value).Split('\n', 2);
            return parts.Length == 2 && parts[0] == Context.User.Identity?.Name ? parts[1] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <returns>False when it says nothing or is too long; then the one before stays in force.</returns>
    public bool TrySet(string? purpose)
    {
        var text = purpose?.ReplaceLineEndings(" ").Trim();
        if (string.IsNullOrEmpty(text) || text.Length > Longest)
        {
            return false;
        }

        _set = text;
        Context.Response.Cookies.Append(Cookie, _protector.Protect($"{Context.User.Identity?.Name}\n{text}"), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = settings.Value.Https || Context.Request.IsHttps,
            IsEssential = true,
            Path = "/",
        });
        return true;
    }
}
