using Archive.Core.Messages;
using Archive.Core.Search;

namespace Archive.Web.Hosting;

/// <summary>"live" says that the process answers; "ready" that record store and index can be read. Neither needs a sign-in, neither says more.</summary>
internal static class HealthEndpoints
{
    public static void MapArchiveHealth(this WebApplication app)
    {
        var group = app.MapGroup("/health").AllowAnonymous().ExcludeFromDescription();
        group.MapGet("/live", () => Results.Text("live"));
        group.MapGet("/ready", ReadyAsync);
    }

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
