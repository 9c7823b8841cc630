using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu.Events;
using Archive.Simulators.Feishu.Faults;
using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Feishu.Serving;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu;

/// <summary>A simulated tenant that serves a corpus through the platform's official API on a loopback port. Safe for concurrent use.
/// Knows nothing of the archive.</summary>
public sealed class FeishuSimulator : Simulator<FaultKind>
{
    private readonly Tenant _tenant;
    private readonly SimulatedPlatform _platform;
    private readonly TokenIssuer _tokens;

    private FeishuSimulator(Corpus.Corpus corpus, FeishuSimulatorOptions options)
        : base(options.ServedUntil)
    {
        _tenant = new Tenant(corpus, options);
        _tokens = new TokenIssuer(options.App, options.Time, options.TokenLife);
        _platform = new SimulatedPlatform(_tenant, options);
        var endpoint = new ApiEndpoint(_platform, _tokens, Log, Served);
        Server = new LoopbackServer(options.Port, endpoint.HandleAsync);
    }

    /// <summary>For instance <c>http://127.0.0.1:40123/</c>, in place of the platform's own host; paths begin with <c>open-apis/</c>.</summary>
    public Uri BaseAddress => new(Server.Root + "/");

    protected override LoopbackServer Server { get; }

    /// <summary>Key of the firm's own tenant.</summary>
    public string TenantKey => _tenant.Key;

    /// <summary>Tokens issued so far.</summary>
    public int TokenCount => _tokens.Issued;

    /// <summary>Starts serving; the port is open when the task is done.</summary>
    public static async Task<FeishuSimulator> StartAsync(Corpus.Corpus corpus, FeishuSimulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var simulator = new FeishuSimulator(corpus, options);
        await simulator.Server.StartAsync(cancellationToken);
        return simulator;
    }

    /// <summary>A sender of events. It begins at the present <see cref="Simulator{TFault}.ServedUntil"/>: earlier events count as pushed.</summary>
    public FeishuWebhook CreateWebhook(FeishuWebhookOptions options, HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        var app = _platform.Options.App;
        var writer = new EventWriter(_tenant, app, _platform.Contents);
        return new FeishuWebhook(this, options, http, _platform.Options.Time, new EventTimeline(_tenant, app), writer, ServedUntil ?? _tenant.Today);
    }

    /// <summary>Ends the life of every token that was issued.</summary>
    public void ExpireTokens() => _tokens.ExpireAll();

    /// <summary>Open id, <c>ou_…</c>. For bots, what they have as members; as senders they have <see cref="AppIdOf"/>.</summary>
    public string IdOf(CorpusPerson person) => _tenant.AccountOf(person.Id).OpenId;

    /// <summary><c>on_…</c>.</summary>
    public string UnionIdOf(CorpusPerson person) => _tenant.AccountOf(person.Id).UnionId;

    public string UserIdOf(CorpusPerson person) => _tenant.AccountOf(person.Id).UserId;

    /// <summary>Sender id of a bot, <c>cli_…</c>.</summary>
    public string AppIdOf(CorpusPerson bot) => _tenant.AccountOf(bot.Id).AppId;

    /// <summary>Tenant of a person; another one for external people.</summary>
    public string TenantKeyOf(CorpusPerson person) => _tenant.AccountOf(person.Id).TenantKey;

    /// <summary>Chat id, <c>oc_…</c>.</summary>
    public string IdOf(CorpusConversation conversation) => _tenant.ChatOf(conversation.Id).Id;

    /// <summary>Message id, <c>om_…</c>: of the text where there are files beside it.</summary>
    public string IdOf(CorpusMessage message) => SentMessage.IdOf(message);

    /// <summary>Ids of all messages that a corpus message has become: its text and each of its files.</summary>
    public IReadOnlyList<string> IdsOf(CorpusMessage message) =>
        [.. _tenant.ChatOf(message.ConversationId).All.Where(m => m.Source.Id == message.Id && !m.IsExtra).Select(m => m.Id)];

    /// <summary>Ids of all messages of a chat, replies and types that the corpus does not have included; children of merged ones not.</summary>
    public IReadOnlyList<string> MessageIdsIn(CorpusConversation conversation) => [.. _tenant.ChatOf(conversation.Id).All.Select(m => m.Id)];

    /// <summary>Thread id, <c>omt_…</c>, of a thread's first message; null where there is no thread.</summary>
    public string? ThreadIdOf(CorpusMessage root) =>
        _tenant.FindMessage(IdOf(root)) is { Thread: { } thread } message && thread.Root == message ? thread.Id : null;

    /// <summary>Resource key, <c>file_v3_…</c> or <c>img_v3_…</c>.</summary>
    public string KeyOf(CorpusFile file) => Resource.KeyOf(file);

    /// <summary>Open id of a department, <c>od-…</c>, by its name in the corpus.</summary>
    public string DepartmentIdOf(string corpusDepartment) => _tenant.Directory.DepartmentOf(corpusDepartment).OpenId;

    /// <summary>The platform's name of a corpus emoji.</summary>
    public static string EmojiOf(string emoji) => Wire.Emoji.TypeOf(emoji);
}
