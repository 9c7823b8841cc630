using System.Text;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Hosting;

/// <summary>Ways to send an answer, well and badly. The status and headers are the caller's.</summary>
public static class SpoiltAnswer
{
    private static readonly byte[] ErrorPage = Encoding.UTF8.GetBytes(
        "<!DOCTYPE html><html><head><title>Server Error</title></head><body><h1>Server Error</h1></body></html>");

    /// <summary>Bytes that JSON allows nowhere: control characters and an impossible UTF-8 sequence.</summary>
    private static readonly byte[] Garbage = [0x01, 0xFF, 0xFE, 0x02];

    /// <param name="late">How long a late answer is held back.</param>
    public static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, Spoil spoil, TimeSpan late, TimeProvider time)
    {
        switch (spoil)
        {
            case Spoil.CutOff:
                context.Response.ContentLength = body.Length;
                await context.Response.BodyWriter.WriteAsync(body[..(body.Length / 2)], context.RequestAborted);
                context.Abort();
                break;
            case Spoil.Half:
                await SendWholeAsync(context, body[..(body.Length / 2)]);
                break;
            case Spoil.Garbled:
                var spoilt = body.ToArray();
                Garbage.CopyTo(spoilt, spoilt.Length / 2);
                await SendWholeAsync(context, spoilt);
                break;
            default:
                if (spoil == Spoil.Late)
                {
                    await WaitAsync(late, time, context.RequestAborted);
                }

                await SendWholeAsync(context, body);
                break;
        }
    }

    public static async Task SendWholeAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>HTTP 500 with an HTML body.</summary>
    public static async Task SendErrorPageAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.Body.WriteAsync(ErrorPage, context.RequestAborted);
    }

    /// <summary>Waits, or less when the client had enough first or the simulator is stopping.</summary>
    public static async Task WaitAsync(TimeSpan delay, TimeProvider time, CancellationToken aborted)
    {
        try
        {
            await Task.Delay(delay, time, aborted);
        }
        catch (OperationCanceledException)
        {
            // Nobody is waiting for the answer any more.
        }
    }
}
