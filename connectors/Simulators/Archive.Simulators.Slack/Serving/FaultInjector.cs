using System.Globalization;
using System.Text;
using Archive.Simulators.Slack.Faults;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Slack.Serving;

/// <summary>Faults of transport and body; those of the page are worked into it by the methods.</summary>
internal sealed class FaultInjector(SlackSimulatorOptions options)
{
    private static readonly byte[] ErrorPage = Encoding.UTF8.GetBytes("<!DOCTYPE html><html><head><title>Server Error</title></head><body><h1>Server Error</h1></body></html>");
    private static readonly byte[] RateLimitedBody = """{"ok":false,"error":"ratelimited"}"""u8.ToArray();

    /// <summary>Bytes that JSON allows nowhere: control characters and an impossible UTF-8 sequence.</summary>
    private static readonly byte[] Garbage = [0x01, 0xFF, 0xFE, 0x02];

    public static bool SpoilsBody(FaultKind? fault) =>
        fault is FaultKind.ConnectionReset or FaultKind.TruncatedJson or FaultKind.GarbledJson or FaultKind.Delay;

    public static int StatusOf(FaultKind? fault) => fault switch
    {
        FaultKind.RateLimited => StatusCodes.Status429TooManyRequests,
        FaultKind.ServerError => StatusCodes.Status500InternalServerError,
        _ => 0,
    };

    /// <summary>True when the fault takes the place of the answer.</summary>
    public async Task<bool> AnswerInsteadAsync(HttpContext context, FaultKind? fault)
    {
        var response = context.Response;
        switch (fault)
        {
            case FaultKind.RateLimited:
                response.StatusCode = StatusCodes.Status429TooManyRequests;
                response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
                response.ContentType = "application/json; charset=utf-8";
                await response.Body.WriteAsync(RateLimitedBody, context.RequestAborted);
                return true;
            case FaultKind.ServerError:
                response.StatusCode = StatusCodes.Status500InternalServerError;
                response.ContentType = "text/html; charset=utf-8";
                await response.Body.WriteAsync(ErrorPage, context.RequestAborted);
                return true;
            case FaultKind.Hang:
                await WaitAsync(options.FaultHang, context.RequestAborted);
                context.Abort();
                return true;
            default:
                return false;
        }
    }

    public async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, FaultKind? fault)
    {
        var response = context.Response;
        switch (fault)
        {
            case FaultKind.Delay:
                await WaitAsync(options.FaultDelay, context.RequestAborted);
                await SendWholeAsync(context, body);
                break;
            case FaultKind.ConnectionReset:
                response.ContentLength = body.Length;
                await response.BodyWriter.WriteAsync(body[..(body.Length / 2)], context.RequestAborted);
                context.Abort();
                break;
            case FaultKind.TruncatedJson:
                await SendWholeAsync(context, body[..(body.Length / 2)]);
                break;
            case FaultKind.GarbledJson:
                var spoilt = body.ToArray();
                Garbage.CopyTo(spoilt, spoilt.Length / 2);
                await SendWholeAsync(context, spoilt);
                break;
            default:
                await SendWholeAsync(context, body);
                break;
        }
    }

    private static async Task SendWholeAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken aborted)
    {
        try
        {
            await Task.Delay(delay, options.Time, aborted);
        }
        catch (OperationCanceledException)
        {
            // The client had enough first, or the simulator is stopping.
        }
    }
}
