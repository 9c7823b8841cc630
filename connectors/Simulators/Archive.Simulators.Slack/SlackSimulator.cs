using System.Net;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack.Faults;
using Archive.Simulators.Slack.Organisation;
using Archive.Simulators.Slack.Serving;
using Archive.Simulators.Slack.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Archive.Simulators.Slack;

/// <summary>A simulated organisation that serves a corpus through the platform's Discovery and Web API on a loopback port. Safe for
/// concurrent use. Knows nothing of the archive.</summary>
public sealed class SlackSimulator : IAsyncDisposable
{
    private const string ApiPath = "/api/";
    private const string FilesPath = "/files-pri/";
    private readonly WebApplication _application;
    private readonly SimulatedPlatform _platform;
    private readonly RequestLog _log = new();
    private readonly Lock _lock = new();
    private DateTimeOffset? _servedUntil;

    private SlackSimulator(Corpus.Corpus corpus, SlackSimulatorOptions options)
    {
        _servedUntil = options.ServedUntil;
        _platform = new SimulatedPlatform(new Org(corpus, options), options);
        _application = Build(options.Port);
        var authenticator = new Authenticator(options.Tokens, options.Time);
        var api = new ApiEndpoint(_platform, authenticator, _log, () => ServedUntil);
        var files = new FileEndpoint(_platform, authenticator, _log, () => ServedUntil);
        _application.Run(context => HandleAsync(context, api, files));
    }

    /// <summary>For instance <c>http://127.0.0.1:40123/api/</c>; method names are appended to it.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1/api/");

    /// <summary>Messages, edits, recalls and reactions after it have not happened yet; null shows everything. May be moved at any time,
    /// and applies to requests that arrive later.</summary>
    public DateTimeOffset? ServedUntil
    {
        get
        {
            lock (_lock)
            {
                return _servedUntil;
            }
        }

        set
        {
            lock (_lock)
            {
                _servedUntil = value;
            }
        }
    }

    /// <summary>Id of the organisation, <c>E…</c>.</summary>
    public string EnterpriseId => _platform.Org.EnterpriseId;

    /// <summary>Ids of the workspaces, <c>T…</c>.</summary>
    public IReadOnlyList<string> TeamIds => [.. _platform.Org.Teams.Select(t => t.Id)];

    /// <summary>All requests so far, file downloads included.</summary>
    public int RequestCount => _log.Total;

    /// <summary>Requests by method; file downloads under "file".</summary>
    public IReadOnlyDictionary<string, int> RequestCounts => _log.Methods;

    /// <summary>Faults that were really injected, by kind.</summary>
    public IReadOnlyDictionary<FaultKind, int> FaultCounts => _log.Faults;

    /// <summary>The latest 100,000 requests in the order in which they were answered.</summary>
    public IReadOnlyList<RequestRecord> Requests => _log.Records;

    /// <summary>Starts serving; the port is open when the task is done.</summary>
    public static async Task<SlackSimulator> StartAsync(Corpus.Corpus corpus, SlackSimulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var simulator = new SlackSimulator(corpus, options);
        try
        {
            await simulator._application.StartAsync(cancellationToken);
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }

        var root = simulator._application.Urls.First();
        simulator.BaseAddress = new Uri(root + ApiPath);
        simulator._platform.FilesAddress = options.RelativeFileLinks ? "/" : root + "/";
        return simulator;
    }

    /// <summary>User id, <c>U…</c> or <c>W…</c>.</summary>
    public string IdOf(CorpusPerson person) => _platform.Org.AccountOf(person.Id).Id;

    /// <summary>Bot id, <c>B…</c>; null for people.</summary>
    public string? BotIdOf(CorpusPerson person) => _platform.Org.AccountOf(person.Id).BotId;

    /// <summary>Channel id, <c>C…</c>, <c>G…</c> or <c>D…</c>.</summary>
    public string IdOf(CorpusConversation conversation) => _platform.Org.ChannelOf(conversation.Id).Id;

    /// <summary>The message's <c>ts</c>, unique within its conversation.</summary>
    public string IdOf(CorpusMessage message)
    {
        var channel = _platform.Org.ChannelOf(message.ConversationId);
        return channel.Find(message) is >= 0 and var index
            ? Timestamp.Format(channel.Times[index])
            : throw new ArgumentException("The message is not in the served corpus.", nameof(message));
    }

    /// <summary>File id, <c>F…</c>.</summary>
    public string IdOf(CorpusFile file) => _platform.Org.FileOf(file.Id).Id;

    /// <summary>Home workspace of a person; of another organisation for external people.</summary>
    public string TeamIdOf(CorpusPerson person) => _platform.Org.AccountOf(person.Id).TeamId;

    /// <summary>Drops open connections and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        // A hanging request must not hold up the end of a test.
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
    }

    private static WebApplication Build(int port)
    {
        // The empty builder has no logging, configuration or environment of the host process.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.Listen(IPAddress.Loopback, port, l => l.Protocols = HttpProtocols.Http1));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return builder.Build();
    }

    private static Task HandleAsync(HttpContext context, ApiEndpoint api, FileEndpoint files)
    {
        var path = context.Request.Path.Value ?? string.Empty;
        if (path.StartsWith(ApiPath, StringComparison.Ordinal))
        {
            return api.HandleAsync(context, path[ApiPath.Length..]);
        }

        if (path.StartsWith(FilesPath, StringComparison.Ordinal))
        {
            return files.HandleAsync(context, path[FilesPath.Length..]);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>Leaves the process' signals to its owner.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
