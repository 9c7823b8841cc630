using Archive.Web.Auth;
using Microsoft.AspNetCore.Diagnostics;

namespace Archive.Web.Api;

/// <summary>Answers exceptions of API calls with problem details; those of pages go on to the error page.</summary>
internal sealed class ApiExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The path of the request is that of the error page by now.
        var asked = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? httpContext.Request.Path;
        if (!AuthServiceCollectionExtensions.IsForMachine(asked))
        {
            return false;
        }

        await ProblemTable.For(exception).ToResult().ExecuteAsync(httpContext);
        return true;
    }
}
