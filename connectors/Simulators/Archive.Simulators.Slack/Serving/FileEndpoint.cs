using System.Text;
using Archive.Simulators.Hosting;
using Archive.Simulators.Slack.Faults;
using Archive.Simulators.Slack.Organisation;
using Archive.Simulators.Slack.Wire;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Slack.Serving;

/// <summary>Serves <c>/files-pri/{team}-{file}/…</c>. Without a sufficient token the answer is the platform's trap: HTTP 200 with the
/// sign-in page.</summary>
internal sealed class FileEndpoint(SimulatedPlatform platform, Authenticator authenticator, RequestLog<FaultKind> log, ServedMoment served)
{
    private const string Name = "file";
    private static readonly byte[] SignInPage = Encoding.UTF8.GetBytes(
        "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body><form action=\"/sign-in\"><input name=\"email\"></form></body></html>");

    public async Task HandleAsync(HttpContext context, string path)
    {
        var token = authenticator.FindUsable(context.Request.Headers.Authorization.ToString());
        var file = Find(path);
        if (token is null || !(token.Has("discovery:read") || token.Has("files:read")) || file?.Fault == FileFault.SignInPage)
        {
            await SendSignInPageAsync(context);
            return;
        }

        if (file is null || file.Fault is FileFault.Missing or FileFault.External)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            log.Add(new RequestRecord<FaultKind>(0, Name, StatusCodes.Status404NotFound));
            return;
        }

        log.Add(new RequestRecord<FaultKind>(0, Name, StatusCodes.Status200OK));
        await SendAsync(context, file);
    }

    private SharedFile? Find(string path)
    {
        var dash = path.IndexOf('-', StringComparison.Ordinal);
        var end = path.IndexOf('/', StringComparison.Ordinal);
        var file = dash > 0 && end > dash && platform.Org.IsOwn(path[..dash]) ? platform.Org.FindFile(path[(dash + 1)..end]) : null;
        var until = served.Until is { } at ? Timestamp.From(at) : long.MaxValue;
        return file is not null && file.Channel.IsSent(file.Message, until) ? file : null;
    }

    private async Task SendSignInPageAsync(HttpContext context)
    {
        log.Add(new RequestRecord<FaultKind>(0, Name, StatusCodes.Status200OK, ErrorCode.NotAuthed));
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = SignInPage.Length;
        await context.Response.Body.WriteAsync(SignInPage, context.RequestAborted);
    }

    private static async Task SendAsync(HttpContext context, SharedFile file)
    {
        var content = file.Source.Content;
        context.Response.ContentType = file.Source.MimeType;
        context.Response.ContentLength = content.Length;
        if (file.Fault == FileFault.Truncated)
        {
            await context.Response.Body.WriteAsync(content.AsMemory(0, content.Length / 2), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }
}
