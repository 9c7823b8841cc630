using Archive.Web.Hosting;
using Microsoft.Extensions.Options;

namespace Archive.Web.Security;

/// <summary>Headers of every answer: nothing inline, nothing from elsewhere, no framing, no referrer, nothing kept by caches.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<WebSettings> settings)
{
    internal const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The dashboard of Hangfire draws its graphs with inline styles and has its font in its own style sheet.</summary>
    private const string DashboardPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        var dashboard = context.Request.Path.StartsWithSegments(Dashboard.Path, StringComparison.OrdinalIgnoreCase);
        headers.ContentSecurityPolicy = dashboard ? DashboardPolicy : Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), display-capture=()";

        // The form that antiforgery sets itself: with any other it warns in the log, at every page that has a form, that it overrides ours.
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        if (settings.Value.Https)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return next(context);
    }
}
