using Archive.Connectors.Http.Callbacks;
using Archive.Jobs;
using Archive.Web.Security;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Archive.Web.Hooks;

/// <summary>Where platforms push their events: <c>/hooks/NAME</c>, for sources with callback settings. For anything else there is no such address, and no
/// sign of which sources there are. Who may push is decided by the signature. The answer waits for nothing but the body: what is due is done
/// elsewhere.</summary>
internal static class HookEndpoints
{
    public const string Path = "/hooks";

    public static void AddArchiveHooks(this IServiceCollection services)
    {
        services.TryAddSingleton<PullHintInbox>();
        services.AddSingleton<HookReceiver>();
    }

    public static void MapArchiveHooks(this WebApplication app) => app
        .MapMethods($"{Path}/{{source}}", [HttpMethods.Get, HttpMethods.Post], ReceiveAsync)
        .AllowAnonymous().RequireRateLimiting(SecurityServiceCollectionExtensions.EventLimit).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> ReceiveAsync(string source, HttpContext http, HookReceiver receiver, CancellationToken cancellationToken)
    {
        if (!receiver.Knows(source))
        {
            return Results.NotFound();
        }

        try
        {
            return await HookBody.TryReadAsync(http.Request, cancellationToken) is not { } body ? Results.StatusCode(receiver.RefuseAsTooLarge(source))
                : receiver.TryReceive(source, ToRequest(http.Request, body)) is { } answer ? Answer(answer)
                : Results.NotFound();
        }
        catch (Exception e) when (e is IOException && !cancellationToken.IsCancellationRequested)
        {
            // The body broke off or came too slowly: nothing was pushed.
            return Results.BadRequest();
        }
    }

    private static IResult Answer(CallbackAnswer answer) =>
        answer.Body.Length > 0 ? Results.Text(answer.Body, answer.MediaType, statusCode: answer.Status) : Results.StatusCode(answer.Status);

    private static CallbackRequest ToRequest(HttpRequest request, ReadOnlyMemory<byte> body) => new(
        request.Method,
        request.Query.ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal),
        request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        body);
}
