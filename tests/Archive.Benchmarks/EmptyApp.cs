using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Archive.Benchmarks;

/// <summary>An ASP.NET Core app with nothing in it: what a start is measured against. Run as a process of its own.</summary>
internal static class EmptyApp
{
    public const string Option = "--empty-app";

    public static async Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/health/live", () => Results.Ok());
        await app.RunAsync(url);
    }
}
