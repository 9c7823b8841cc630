using Archive.Core.Dependencies;
using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Web.Auth;
using Archive.Web.Operations;

namespace Archive.Web.Hosting;

/// <summary>"live" says that the process answers; "ready" that record store and index can be read. Neither needs a sign-in, neither says more. "connectors"
/// and "dependencies" tell states in codes, to operators and to monitors that are known.</summary>
internal static class HealthEndpoints
{
    public const string ConnectorsPath = "/health/connectors";
    public const string DependenciesPath = "/health/dependencies";

    public static void MapArchiveHealth(this WebApplication app)
    {
        var group = app.MapGroup("/health").AllowAnonymous().ExcludeFromDescription();
        group.MapGet("/live", () => Results.Text("live"));
        group.MapGet("/ready", ReadyAsync);
        app.MapGet(ConnectorsPath, ReadConnectorsAsync).RequireAuthorization(ArchivePolicies.ReadHealth).ExcludeFromDescription();
        app.MapGet(DependenciesPath, ReadDependencies).RequireAuthorization(ArchivePolicies.ReadHealth).ExcludeFromDescription();
    }

    private static async Task<IResult> ReadConnectorsAsync(SourceStates states, DependencyStates dependencies, CancellationToken cancellationToken)
    {
        var sources = await states.ReadAsync(cancellationToken);
        return Results.Ok(new
        {
            state = CodeOf(sources.Select(s => s.Condition).DefaultIfEmpty(SourceCondition.Ok).MaxBy(Gravity)),
            sources = sources.Select(s => new
            {
                source = s.Source,
                state = CodeOf(s.Condition),
                secondsSinceComplete = (long?)s.SinceComplete?.TotalSeconds,
                reason = s.Reason,
                loss = s.Loss is { } loss
                    ? new { state = loss.Condition.ToString().ToLowerInvariant(), secondsLeft = (long)loss.Left.TotalSeconds, windowSeconds = (long)loss.Window.TotalSeconds } : null,
                circuit = dependencies.Find(s.Dependency) is { } known ? CodeOf(known.State) : null,
            }),
        });
    }

    private static IResult ReadDependencies(DependencyStates dependencies) => Results.Ok(new
    {
        dependencies = dependencies.Read().Select(d => new { name = d.Name, state = CodeOf(d.State), since = d.Since }),
    });

    /// <summary>A source that never delivered is less grave than one that stopped: it may have been configured a minute ago.</summary>
    private static int Gravity(SourceCondition condition) => condition switch
    {
        SourceCondition.Failed => 3,
        SourceCondition.Late => 2,
        SourceCondition.Never => 1,
        _ => 0,
    };

    private static string CodeOf(SourceCondition condition) => condition.ToString().ToLowerInvariant();

    private static string CodeOf(DependencyCondition state) => state == DependencyCondition.HalfOpen ? "half-open" : state.ToString().ToLowerInvariant();

    private static async Task<IResult> ReadyAsync(IRecordStore records, ISearchIndex index, ILogger<WebSettings> logger, CancellationToken cancellationToken)
    {
        try
        {
            await records.ReadLastSequenceAsync(cancellationToken);
            await index.ReadStateAsync(cancellationToken);
            return Results.Text("ready");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            HealthLog.NotReady(logger, e.GetType().Name);
            return Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}

internal static partial class HealthLog
{
    [LoggerMessage(EventId = 6201, Level = LogLevel.Error, Message = "Record store or index cannot be read: {Kind}.")]
    public static partial void NotReady(ILogger logger, string kind);
}
