using Archive.Web.Auth;
using Microsoft.AspNetCore.Diagnostics;

namespace Archive.Web.Api;

/// <summary>Answers exceptions of API calls with problem details; those of pages go on to the error page.</summary>
internal sealed class ApiExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!AuthServiceCollectionExtensions.IsForMachine(httpContext.Request))
        {
            return false;
        }

        await ProblemTable.For(exception).ToResult().ExecuteAsync(httpContext);
        return true;
    }
}
