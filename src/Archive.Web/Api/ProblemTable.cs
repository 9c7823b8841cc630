using System.Data.Common;
using Archive.Core.Search;
using Archive.Core.Search.Certificates;
using Archive.Core.Search.Language;
using Archive.Storage;
using Microsoft.EntityFrameworkCore.Storage;

namespace Archive.Web.Api;

/// <summary>The one table from exceptions to what a caller is told. What is not in it is a fault of ours: 500, a code, no details.</summary>
internal static class ProblemTable
{
    public static ProblemAnswer For(Exception exception) => exception switch
    {
        QueryException e => new(StatusCodes.Status400BadRequest, "query-invalid", e.Message)
        {
            Extensions = { ["column"] = e.Column, ["found"] = e.Found, ["expected"] = e.Expected, ["suggestion"] = e.Suggestion },
        },
        BadHttpRequestException e => new(e.StatusCode, "request-invalid", "The request could not be read."),
        Microsoft.AspNetCore.Antiforgery.AntiforgeryValidationException => new(
            StatusCodes.Status400BadRequest, "token-missing", "Send the token of GET /api/v1/session in the header X-CSRF-TOKEN."),
        CertificateRefusedException e => new(StatusCodes.Status409Conflict, "certificate-refused", e.Message)
        {
            Extensions = { ["hidden"] = e.Hidden, ["invented"] = e.Invented },
        },
        IndexUnavailableException => new(
            StatusCodes.Status503ServiceUnavailable, "index-unavailable", "The index cannot be used; records are safe. An operator must rebuild it."),
        ArchiveInUseException => new(StatusCodes.Status503ServiceUnavailable, "archive-in-use", "Another process holds the data folder."),
        StorageException or DbException or RetryLimitExceededException => new(StatusCodes.Status503ServiceUnavailable, "store-unavailable", "The record store cannot be read or written."),
        _ => new(StatusCodes.Status500InternalServerError, "fault", "Something failed here. Give the trace id to the operator."),
    };
}

/// <param name="Code">Stable word for programs.</param>
internal sealed record ProblemAnswer(int Status, string Code, string Detail)
{
    public Dictionary<string, object?> Extensions { get; } = new(StringComparer.Ordinal);

    public IResult ToResult() => Results.Problem(
        Detail, statusCode: Status, extensions: new Dictionary<string, object?>(Extensions, StringComparer.Ordinal) { ["code"] = Code });
}
