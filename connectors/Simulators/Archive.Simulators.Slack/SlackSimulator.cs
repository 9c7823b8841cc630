using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;
using Archive.Simulators.Slack.Faults;
using Archive.Simulators.Slack.Organisation;
using Archive.Simulators.Slack.Serving;
using Archive.Simulators.Slack.Wire;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Slack;

/// <summary>A simulated organisation that serves a corpus through the platform's Discovery and Web API on a loopback port. Safe for
/// concurrent use. Knows nothing of the archive.</summary>
public sealed class SlackSimulator : IAsyncDisposable
{
    private const string ApiPath = "/api/";
    private const string FilesPath = "/files-pri/";
    private readonly LoopbackServer _server;
    private readonly SimulatedPlatform _platform;
    private readonly RequestLog<FaultKind> _log = new();
    private readonly ServedMoment _served;

    private SlackSimulator(Corpus.Corpus corpus, SlackSimulatorOptions options)
    {
        _served = new ServedMoment(options.ServedUntil);
        _platform = new SimulatedPlatform(new Org(corpus, options), options);
        var authenticator = new Authenticator(options.Tokens, options.Time);
        var api = new ApiEndpoint(_platform, authenticator, _log, _served);
        var files = new FileEndpoint(_platform, authenticator, _log, _served);
        _server = new LoopbackServer(options.Port, context => HandleAsync(context, api, files));
    }

    /// <summary>For instance <c>http://127.0.0.1:40123/api/</c>; method names are appended to it.</summary>
    public Uri BaseAddress => new(_server.Root + ApiPath);

    /// <summary>Messages, edits, recalls and reactions after it have not happened yet; null shows everything. May be moved at any time,
    /// and applies to requests that arrive later.</summary>
    public DateTimeOffset? ServedUntil
    {
        get => _served.Until;
        set => _served.Until = value;
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
    public IReadOnlyList<RequestRecord<FaultKind>> Requests => _log.Records;

    /// <summary>Starts serving; the port is open when the task is done.</summary>
    public static async Task<SlackSimulator> StartAsync(Corpus.Corpus corpus, SlackSimulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var simulator = new SlackSimulator(corpus, options);
        await simulator._server.StartAsync(cancellationToken);
        simulator._platform.FilesAddress = options.RelativeFileLinks ? "/" : simulator._server.Root + "/";
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
    public ValueTask DisposeAsync() => _server.DisposeAsync();

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
}
