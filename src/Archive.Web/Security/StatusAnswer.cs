using Archive.Web.Auth;
using Microsoft.AspNetCore.Diagnostics;

namespace Archive.Web.Security;

/// <summary>Answers that have a status and no body: a page for people, problem details for machines.</summary>
internal static class StatusAnswer
{
    public static async Task WriteAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        if (AuthServiceCollectionExtensions.IsForMachine(http.Request.Path))
        {
            await Results.Problem(statusCode: http.Response.StatusCode).ExecuteAsync(http);
            return;
        }

        var path = http.Request.Path;
        var query = http.Request.QueryString;
        http.Features.Set<IStatusCodeReExecuteFeature>(new StatusCodeReExecuteFeature
        {
            OriginalPathBase = http.Request.PathBase.Value ?? "",
            OriginalPath = path.Value ?? "",
            OriginalQueryString = query.HasValue ? query.Value : null,
        });
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        http.Request.Path = $"/status/{http.Response.StatusCode}";
        http.Request.QueryString = QueryString.Empty;
        http.Request.Method = HttpMethods.Get;
        await context.Next(http);
        http.Request.Path = path;
        http.Request.QueryString = query;
    }
}
