using System.Security.Claims;
using System.Text.Json.Serialization;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Core.Search;
using Archive.Web.Auth;
using Archive.Web.Operations;
using Archive.Web.Search;
using Microsoft.AspNetCore.Antiforgery;

namespace Archive.Web.Api;

internal static class ApiEndpoints
{
    public static IServiceCollection AddArchiveApi(this IServiceCollection services)
    {
        services.AddOpenApi("v1");
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase)));
        return services;
    }

    public static void MapArchiveApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        var api = app.MapGroup("/api/v1").AddEndpointFilter<AntiforgeryFilter>();
        api.MapGet("/session", ReadSession).WithSummary("Who is signed in, and the token for calls that change something.");
        SearchEndpoints.Map(api);
        CompletenessEndpoints.Map(api);
        api.MapGet("/stats", ReadStatsAsync).RequireAuthorization(ArchivePolicies.ReadSources).WithSummary("Counts of records, intake and index.");
        api.MapGet("/sources", ReadSourcesAsync).RequireAuthorization(ArchivePolicies.ReadSources).WithSummary("Sources with their counts and runs.");
        api.MapGet("/jobs", ReadJobsAsync).RequireAuthorization(ArchivePolicies.RunJobs).WithSummary("The job catalogue and the last runs.");
        api.MapGet("/retention/simulation", SimulateAsync).RequireAuthorization(ArchivePolicies.ReadCleanUp)
            .WithSummary("What a clean-up would do now; changes nothing.");
    }

    private static SessionResponse ReadSession(HttpContext context, IAntiforgery antiforgery, PurposeInForce purpose) => new(
        context.User.Identity?.Name ?? "",
        [.. context.User.FindAll(ClaimTypes.Role).Select(c => c.Value)],
        purpose.Read(),
        antiforgery.GetAndStoreTokens(context).RequestToken ?? "");

    private static async Task<StatsResponse> ReadStatsAsync(IRecordStore records, ISearchIndex index, CancellationToken cancellationToken)
    {
        var s = await records.ReadStatisticsAsync(cancellationToken);
        var state = await index.ReadStateAsync(cancellationToken);
        return new StatsResponse(
            s.Records, s.TreeSize, s.Root, s.Received, s.Admitted, s.Refused, s.Withheld, s.Duplicate, s.Quarantined, s.Discarded,
            state.Count, Math.Max(0, s.LastSequence - state.Cursor), state.Generation);
    }

    private static Task<IReadOnlyList<SourceView>> ReadSourcesAsync(SourceOverview overview, CancellationToken cancellationToken) =>
        overview.ReadAsync(cancellationToken);

    private static async Task<JobsResponse> ReadJobsAsync(IJobScheduler scheduler, IJobRunLog runs, CancellationToken cancellationToken) =>
        new(scheduler.ReadJobs(), await runs.ReadAsync(null, null, 50, cancellationToken));

    private static Task<RetentionReport> SimulateAsync(RetentionSweep sweep, TimeProvider clock, CancellationToken cancellationToken) =>
        sweep.SimulateAsync(clock.GetUtcNow(), cancellationToken);

    private sealed record JobsResponse(IReadOnlyList<ScheduledJob> Jobs, IReadOnlyList<JobRun> Runs);

    /// <summary>Calls that change something need the token, because the cookie alone would also be sent by somebody else's page.</summary>
    private sealed class AntiforgeryFilter(IAntiforgery antiforgery) : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            if (!HttpMethods.IsGet(context.HttpContext.Request.Method) && !HttpMethods.IsHead(context.HttpContext.Request.Method))
            {
                await antiforgery.ValidateRequestAsync(context.HttpContext);
            }

            return await next(context);
        }
    }
}
