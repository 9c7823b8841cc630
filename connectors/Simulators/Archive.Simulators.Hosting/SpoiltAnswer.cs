using System.Text;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Hosting;

/// <summary>Ways to send an answer, well and badly. The status and headers are the caller's.</summary>
public static class SpoiltAnswer
{
    private static readonly byte[] ErrorPage = Encoding.UTF8.GetBytes("<!DOCTYPE html><html><head><title>Server Error</title></head><body><h1>Server Error</h1></body></html>");

    /// <summary>Bytes that JSON allows nowhere: control characters and an impossible UTF-8 sequence.</summary>
    private static readonly byte[] Garbage = [0x01, 0xFF, 0xFE, 0x02];

    public static async Task SendWholeAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Half of the announced body, then a reset.</summary>
    public static async Task CutOffAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body[..(body.Length / 2)], context.RequestAborted);
        context.Abort();
    }

    /// <summary>A complete HTTP answer that ends in the middle of its content.</summary>
    public static Task SendHalfAsync(HttpContext context, ReadOnlyMemory<byte> body) => SendWholeAsync(context, body[..(body.Length / 2)]);

    /// <summary>A complete HTTP answer with bytes in it that JSON forbids.</summary>
    public static Task SendGarbledAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var spoilt = body.ToArray();
        Garbage.CopyTo(spoilt, spoilt.Length / 2);
        return SendWholeAsync(context, spoilt);
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
