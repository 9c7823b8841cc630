using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Archive.IntegrationTests.Web.Telemetry;

/// <summary>Takes what is sent to a collector over HTTP. Texts stand in protobuf as they are, so they are found without reading its structure.</summary>
internal sealed class CollectorStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private CollectorStub(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public static async Task<CollectorStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var stub = new CollectorStub(builder.Build());
        stub._app.MapPost("/v1/{signal}", stub.TakeAsync);
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>All bodies sent to one address, as text of one byte a character.</summary>
    public string Read(string path) => string.Concat(_received.Where(r => r.Path == path).Select(r => Encoding.Latin1.GetString(r.Body)));

    /// <summary>How a text stands in what <see cref="Read"/> gives.</summary>
    public static string AsSent(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _received.Enqueue((context.Request.Path, body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
