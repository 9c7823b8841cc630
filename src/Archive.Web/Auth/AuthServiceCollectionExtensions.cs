using Archive.Web.Hooks;
using Archive.Web.Hosting;
using Archive.Web.Security;
using Archive.Web.Telemetry;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Archive.Web.Auth;

internal static class AuthServiceCollectionExtensions
{
    private static readonly string[] MachinePaths = 
    [
        "/api", "/openapi", HookEndpoints.Path, TelemetryServiceCollectionExtensions.MetricsPath, HealthEndpoints.ConnectorsPath, HealthEndpoints.DependenciesPath,
    ];

    public static IServiceCollection AddArchiveAuth(this IServiceCollection services, UsersDatabase users, WebSettings settings)
    {
        services.AddArchiveUsers(users).AddSignInManager();
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, o => Configure(o, settings));
        users.AddCookieKeys(services.AddDataProtection().SetApplicationName("archive"));
        services.AddAuthorization(Configure);
        services.AddScoped<SignInService>();
        services.AddSingleton<SignedInReader>();
        return services;
    }

    private static void Configure(CookieAuthenticationOptions options, WebSettings settings)
    {
        options.Cookie.Name = settings.CookieName("archive-session");
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = settings.SecurePolicy;
        options.Cookie.Path = "/";
        options.ExpireTimeSpan = TimeSpan.FromHours(8);
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnRedirectToLogin = context =>
        {
            if (IsForMachine(context.Request.Path))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            }
            else
            {
                context.Response.Redirect(context.RedirectUri);
            }

            return Task.CompletedTask;
        };
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    private static void Configure(AuthorizationOptions options)
    {
        foreach (var (policy, roles) in ArchivePolicies.Roles)
        {
            options.AddPolicy(policy, p => Require(p, policy, roles));
        }

        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
    }

    private static void Require(AuthorizationPolicyBuilder builder, string policy, string[] roles)
    {
        _ = policy switch
        {
            ArchivePolicies.ScrapeMetrics => builder.AddRequirements(new ScrapeRequirement()),
            ArchivePolicies.ReadHealth => builder.AddRequirements(new ProbeRequirement(roles)),
            _ => builder.RequireAuthenticatedUser().RequireRole(roles),
        };
    }

    /// <summary>Whoever asks here reads JSON and cannot follow a redirect to a form.</summary>
    internal static bool IsForMachine(PathString path) =>
        MachinePaths.Any(machine => path.StartsWithSegments(machine, StringComparison.OrdinalIgnoreCase));
}
