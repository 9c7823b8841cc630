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
public sealed class SlackSimulator : Simulator<FaultKind>
{
    /// <summary>Id of the profile field with a person's department.</summary>
    public const string DepartmentField = "Xf0DEPARTMENT";

    /// <summary>Id of the profile field with the account of a person's manager.</summary>
    public const string ManagerField = "Xf0MANAGER";

    private const string ApiPath = "/api/";
    private const string FilesPath = "/files-pri/";
    private readonly SimulatedPlatform _platform;

    private SlackSimulator(Corpus.Corpus corpus, SlackSimulatorOptions options)
        : base(options.ServedUntil)
    {
        _platform = new SimulatedPlatform(new Org(corpus, options), options);
        var authenticator = new Authenticator(options.Tokens, options.Time);
        var api = new ApiEndpoint(_platform, authenticator, Log, Served);
        var files = new FileEndpoint(_platform, authenticator, Log, Served);
        Server = new LoopbackServer(options.Port, context => HandleAsync(context, api, files));
    }

    /// <summary>For instance <c>http://127.0.0.1:40123/api/</c>; method names are appended to it.</summary>
    public Uri BaseAddress => new(Server.Root + ApiPath);

    protected override LoopbackServer Server { get; }

    /// <summary>Id of the organisation, <c>E…</c>.</summary>
    public string EnterpriseId => _platform.Org.EnterpriseId;

    /// <summary>Ids of the workspaces, <c>T…</c>.</summary>
    public IReadOnlyList<string> TeamIds => [.. _platform.Org.Teams.Select(t => t.Id)];

    /// <summary>Starts serving; the port is open when the task is done.</summary>
    public static async Task<SlackSimulator> StartAsync(Corpus.Corpus corpus, SlackSimulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var simulator = new SlackSimulator(corpus, options);
        await simulator.Server.StartAsync(cancellationToken);
        simulator._platform.FilesAddress = options.RelativeFileLinks ? "/" : simulator.Server.Root + "/";
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
