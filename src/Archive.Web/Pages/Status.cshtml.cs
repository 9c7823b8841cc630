using System.Diagnostics;
using Archive.Web.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>What went wrong, why, and what to do now, with a code for the log.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
internal sealed class StatusModel : PageModel
{
    private static readonly int[] WithWords = [400, 403, 404, 429, 500, 503];

    public int Code { get; private set; }

    /// <summary>The code that has words of its own.</summary>
    public int Known => WithWords.Contains(Code) ? Code : Code < 500 ? 400 : 500;

    /// <summary>Which words: of the code, or of the limit on signatures, which is another one than that on signing in.</summary>
    public string Words => Known == StatusCodes.Status429TooManyRequests && HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { OriginalPath: { } path }
        && path.StartsWith("/notice/", StringComparison.Ordinal) ? "429.Notice" : $"{Known}";

    public string Trace { get; private set; } = "";

    public void OnGet(int code) => Show(code);

    // The page of an exception is run again with the method of the request that failed.
    public void OnPost(int code) => Show(code);

    private void Show(int code)
    {
        Code = HttpContext.Features.Get<IExceptionHandlerFeature>() is { } failed ? ProblemTable.For(failed.Error).Status
            : HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null && code is >= 400 and <= 599 ? code
            : StatusCodes.Status404NotFound;
        Response.StatusCode = Code;
        Trace = Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;
    }
}
