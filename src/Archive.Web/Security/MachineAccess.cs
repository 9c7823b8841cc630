using Archive.Web.Hosting;
using Archive.Web.Telemetry;
using Microsoft.AspNetCore.Authorization;

namespace Archive.Web.Security;

/// <summary>Asks whether a program may read metrics, which no person need read here.</summary>
internal sealed class ScrapeRequirement : IAuthorizationRequirement;

/// <summary>Refuses unless every condition of <see cref="ScrapeOptions"/> holds.</summary>
internal sealed class ScrapeAccess(TelemetryOptions options) : AuthorizationHandler<ScrapeRequirement>
{
    private readonly AddressList _from = new(options.Scrape.From);
    private readonly AccessToken? _token = options.Scrape.ReadToken();

    // A token says more than the address of a machine; one alone is enough for whoever comes from anywhere.
    private bool AsksForAddress => _token is null || options.Scrape.From.Count > 0;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScrapeRequirement requirement)
    {
        if (context.Resource is HttpContext http && (_token is null || _token.IsIn(http.Request)) && (!AsksForAddress || _from.Holds(http)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Asks whether the state of connectors and dependencies may be told.</summary>
internal sealed class ProbeRequirement(string[] roles) : IAuthorizationRequirement
{
    public IReadOnlyList<string> Roles { get; } = roles;
}

/// <summary>Lets in people with a role for it, and programs with the token of <see cref="HealthSettings"/>. Without a token no program is let in.</summary>
internal sealed class ProbeAccess(AccessToken? token) : AuthorizationHandler<ProbeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ProbeRequirement requirement)
    {
        if (requirement.Roles.Any(context.User.IsInRole) || (context.Resource is HttpContext http && token?.IsIn(http.Request) == true))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
