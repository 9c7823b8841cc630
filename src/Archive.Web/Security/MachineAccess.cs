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
