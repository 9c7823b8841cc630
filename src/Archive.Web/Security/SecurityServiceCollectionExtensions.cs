using System.Threading.RateLimiting;
using Archive.Web.Hosting;
using Microsoft.AspNetCore.RateLimiting;

namespace Archive.Web.Security;

internal static class SecurityServiceCollectionExtensions
{
    /// <summary>Name of the limit on sign-in attempts.</summary>
    public const string SignInLimit = "sign-in";

    /// <summary>Name of the limit on signatures by personal links.</summary>
    public const string NoticeLimit = "notices";

    /// <summary>Name of the limit on pushed events.</summary>
    public const string EventLimit = "events";

    /// <summary>Header in which scripts and API clients send the anti-forgery token.</summary>
    public const string TokenHeader = "X-CSRF-TOKEN";

    public static IServiceCollection AddArchiveSecurity(this IServiceCollection services, WebSettings settings)
    {
        services.AddAntiforgery(o =>
        {
            o.HeaderName = TokenHeader;
            o.FormFieldName = "token";
            o.Cookie.Name = settings.CookieName("archive-antiforgery");
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = settings.SecurePolicy;
            o.Cookie.Path = "/";
        });
        services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.AddPolicy(SignInLimit, context => PostsPerMinute(context, settings.SignInsPerMinute));
            o.AddPolicy(NoticeLimit, context => PostsPerMinute(context, settings.SignaturesPerMinute));
            o.AddPolicy(EventLimit, context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = settings.EventsPerSecond, Window = TimeSpan.FromSeconds(1) }));
        });
        return services;
    }

    private static RateLimitPartition<string> PostsPerMinute(HttpContext context, int most) => HttpMethods.IsPost(context.Request.Method)
        ? RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = TimeSpan.FromMinutes(1) })
        : RateLimitPartition.GetNoLimiter("");
}
