using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Faults;
using Archive.Simulators.WeCom.Messages;
using Archive.Simulators.WeCom.Organisation;
using Archive.Simulators.WeCom.Sdk;
using Archive.Simulators.WeCom.Serving;
using Archive.Simulators.WeCom.Wire;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.WeCom;

/// <summary>A simulated corporation that serves a corpus through the platform's message archive: the JSON API on a loopback port, and the SDK as a
/// child process would. Safe for concurrent use. Knows nothing of the archive.</summary>
public sealed class WeComSimulator : Simulator<FaultKind>
{
    private readonly WeComSimulatorOptions _options;
    private readonly Corporation _corporation;
    private readonly MessageStream _stream;
    private readonly KeyRing _keys;
    private readonly TokenIssuer _tokens;
    private readonly ApiEndpoint _api;
    private readonly FinanceSdk _sdk;
    private readonly LibraryEndpoint _library;
    private readonly ILookup<string, SentMessage> _bySource;

    private WeComSimulator(Corpus.Corpus corpus, WeComSimulatorOptions options)
        : base(options.ServedUntil)
    {
        _options = options;
        _corporation = new Corporation(corpus, options);
        _stream = StreamBuilder.Build(corpus, _corporation, options);
        _bySource = _stream.Entries.Select(e => e.Message).Distinct().Where(m => m.Source is not null && !m.IsExtra).ToLookup(m => m.Source!.Id); // filtered
        _keys = new KeyRing(options.Keys is { Count: > 0 } keys ? keys : [WeComKey.Generate(1, DateTimeOffset.MinValue)]);
        _tokens = new TokenIssuer(options);
        _api = new ApiEndpoint(_corporation, options, _tokens, Log, () => Now);
        _sdk = new FinanceSdk(_stream, new ChatPages(new MessageWriter(options), _keys), options, Log, () => Now);
        _library = new LibraryEndpoint(_sdk, options);
        Server = new LoopbackServer(options.Port, HandleAsync);
    }

    /// <summary>For instance <c>http://127.0.0.1:40123/</c>, in place of the platform's own host; paths begin with <c>cgi-bin/</c>.</summary>
    public Uri BaseAddress => new(Server.Root + "/");

    protected override LoopbackServer Server { get; }

    /// <summary>Proxy argument of the fake library of <see cref="FakeFinanceLibrary"/>.</summary>
    public string NativeProxy => Server.Root;

    /// <summary>What the caller of the fake library held when it asked last: a number that rises is a leak.</summary>
    public NativeObjects NativeLive => _library.Live;

    /// <summary>Oldest first, with the private halves.</summary>
    public IReadOnlyList<WeComKey> Keys => _keys.Keys;

    /// <summary>Tokens issued so far to callers of the HTTP API.</summary>
    public int TokenCount => _tokens.Issued;

    /// <summary>Ids of all messages in the stream so far, each once, in the order of their sequence numbers.</summary>
    public IReadOnlyList<string> MessageIds => [.. Visible.Select(e => e.Message.Id).Distinct(StringComparer.Ordinal)];

    /// <summary>Ids of messages that were sent so far and never come, because of <see cref="StreamFaultKind.Dropped"/>.</summary>
    public IReadOnlyList<string> HeldBackIds => [.. _stream.HeldBack.Where(m => m.Time <= Now).Select(m => m.Id)];

    /// <summary>What has befallen messages in the stream so far, by kind.</summary>
    public IReadOnlyDictionary<StreamFaultKind, int> StreamFaultCounts => Visible.Select(e => e.Fault).OfType<StreamFaultKind>()
        .Concat(HeldBackIds.Select(_ => StreamFaultKind.Dropped)).GroupBy(f => f).ToDictionary(g => g.Key, g => g.Count());

    private DateTimeOffset Now => ServedUntil ?? _corporation.Today;

    private IEnumerable<StreamEntry> Visible => _stream.Entries.TakeWhile(e => e.Appears <= Now);

    /// <summary>Starts serving; the port is open when the task is done.</summary>
    public static async Task<WeComSimulator> StartAsync(Corpus.Corpus corpus, WeComSimulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var simulator = new WeComSimulator(corpus, options);
        await simulator.Server.StartAsync(cancellationToken);
        return simulator;
    }

    /// <summary>The life of one child process that has loaded the SDK: README describes its frames. Ends, with both streams closed, at the end of
    /// <paramref name="requests"/> or with a scheduled crash; cancelling is killing it.</summary>
    public Task ServeSdkAsync(Stream requests, Stream answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(answers);
        return new SdkProcess(_sdk, _options).RunAsync(requests, answers, cancellationToken);
    }

    /// <summary>Ends the life of every token that was issued.</summary>
    public void ExpireTokens() => _tokens.ExpireAll();

    /// <summary>A bare id for members, <c>wm…</c> or <c>wo…</c> for people from outside, <c>wb…</c> for robots.</summary>
    public string IdOf(CorpusPerson person) => _corporation.AccountOf(person.Id).Id;

    /// <summary>Room id, <c>wr…</c>; empty for conversations of two people.</summary>
    public string IdOf(CorpusConversation conversation) => _corporation.RoomOf(conversation.Id).Id;

    /// <summary>Message id of the first thing that a corpus message has become: of the text where there are files beside it. Of a message that is
    /// not archived there is none.</summary>
    public string IdOf(CorpusMessage message) => MessageIdsOf(message)[0];

    /// <summary>Ids of all archived messages that a corpus message has become: its text, its files, later texts, and recalls.</summary>
    public IReadOnlyList<string> MessageIdsOf(CorpusMessage message) => [.. _bySource[message.Id].OrderBy(m => m.Time).Select(m => m.Id)];

    /// <summary>Ids of all archived messages of a conversation, consents and types that the corpus does not have included.</summary>
    public IReadOnlyList<string> MessageIdsIn(CorpusConversation conversation) =>
        [.. _stream.Entries.Select(e => e.Message).Where(m => m.Room.Source.Id == conversation.Id).Select(m => m.Id).Distinct(StringComparer.Ordinal)];

    /// <summary><c>sdkfileid</c>.</summary>
    public static string FileIdOf(CorpusFile file) => Media.Of(file).Id;

    /// <summary>Number of a department by its name in the corpus.</summary>
    public int DepartmentIdOf(string corpusDepartment) => _corporation.Directory.All.First(d => d.Path == corpusDepartment).Id;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _keys.Dispose();
    }

    private Task HandleAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments(LibraryEndpoint.Root, StringComparison.Ordinal) ? _library.HandleAsync(context) : _api.HandleAsync(context);
}
