using System.Net.Http.Headers;
using Archive.Simulators.Feishu.Organisation;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Feishu.Serving;

/// <summary>A binary answer, whole or the one range that was asked for.</summary>
internal static class DownloadAnswer
{
    /// <summary>Sets the headers and the body to send, and says the status.</summary>
    public static int Prepare(HttpContext context, Resource resource, ref ReadOnlyMemory<byte> body)
    {
        var headers = context.Response.Headers;
        var length = resource.Content.Length;
        headers.AcceptRanges = "bytes";
        headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileNameStar = resource.Name }.ToString();
        body = resource.Content;
        if (!RangeHeaderValue.TryParse(context.Request.Headers.Range, out var wanted) || wanted.Unit != "bytes" || wanted.Ranges.Count != 1)
        {
            return StatusCodes.Status200OK;
        }

        var range = wanted.Ranges.First();
        var from = range.From ?? Math.Max(0, length - range.To ?? 0);
        var to = range.From is null ? length - 1 : Math.Min(range.To ?? length - 1, length - 1);
        if (from >= length || from > to)
        {
            headers.ContentRange = $"bytes */{length}";
            body = ReadOnlyMemory<byte>.Empty;
            return StatusCodes.Status416RangeNotSatisfiable;
        }

        headers.ContentRange = $"bytes {from}-{to}/{length}";
        body = body[(int)from..(int)(to + 1)];
        return StatusCodes.Status206PartialContent;
    }
}
