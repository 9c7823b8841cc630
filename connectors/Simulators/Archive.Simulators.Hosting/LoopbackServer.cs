using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Archive.Simulators.Hosting;

/// <summary>A web server on a loopback port that hands every request to one handler. Has no logging, configuration or environment of the
/// host process.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    /// <param name="port">0 for any free one.</param>
    public LoopbackServer(int port, RequestDelegate handle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.Listen(IPAddress.Loopback, port, l => l.Protocols = HttpProtocols.Http1));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        _application = builder.Build();
        _application.Run(handle);
    }

    /// <summary>For instance <c>http://127.0.0.1:40123</c>, without a slash at the end; known once started.</summary>
    public string Root { get; private set; } = "http://127.0.0.1";

    /// <summary>Starts serving; the port is open when the task is done. A server that could not start is disposed of.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _application.StartAsync(cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }

        Root = _application.Urls.First();
    }

    /// <summary>Drops open connections and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        // A hanging request must not hold up the end of a test.
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
    }

    /// <summary>Leaves the process' signals to its owner.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
