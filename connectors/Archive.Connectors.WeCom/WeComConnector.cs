using System.Runtime.CompilerServices;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Api;
using Archive.Connectors.WeCom.Directory;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;
using Archive.Core.Sanctioning;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.WeCom;

/// <summary>Reads one corporation's 会话内容存档 through the platform's own library and its JSON methods. The parts of the cursor are those of
/// <see cref="WeComState"/>; README tells what each holds.</summary>
public sealed partial class WeComConnector : IConfirmingConnector, IRawItemSource, IAsyncDisposable
{
    /// <summary>The directory of a large firm takes hundreds of calls, and names seldom change.</summary>
    private static readonly TimeSpan DirectoryEvery = TimeSpan.FromHours(12);

    /// <summary>After it could not be read: its retries take minutes, and messages wait for them.</summary>
    private static readonly TimeSpan DirectoryAgain = TimeSpan.FromHours(1);

    private readonly WeComOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<WeComConnector> _logger;
    private readonly WeComAccess _access;
    private readonly RequestPace _pace;
    private readonly SdkSupervisor _sdk;
    private readonly bool _needsLibrary;
    private readonly People _people = new();
    private readonly Conversations _conversations;
    private readonly Names _names;
    private readonly Consents _consents;
    private readonly HashSet<string> _fitting = new(StringComparer.Ordinal);

    // Runs share what is known of people and the one child: a second read, an ordinary one and each item that is read again wait for each other.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DateTimeOffset? _directoryRead;
    private DateTimeOffset? _directoryFailed;

    /// <param name="http">Named client of the source, see <see cref="WeComServiceCollectionExtensions"/>.</param>
    public WeComConnector(
        WeComOptions options, HttpClient http, TokenCache tokens, RequestPaces paces, ISdkLauncher launcher, TimeProvider time, ILogger<WeComConnector> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _pace = paces.Find(options.BaseUrl.Authority, options.CorpId, options.Source, options.RequestsPerSecond);
        _access = new WeComAccess(options, http, tokens, _pace, time);
        _needsLibrary = launcher.NeedsLibrary;
        _sdk = new SdkSupervisor(launcher, new SdkLimits(options.MaxChildMegabytes * 1024L * 1024, options.HeartbeatPatience), options.Source, time, logger);
        _conversations = new Conversations(_people);
        _names = new Names(_people, _conversations, options, logger);
        _consents = new Consents(options, time, logger);
    }

    public string Source => _options.Source;

    public string Platform => "wecom";

    public Provenance Provenance => Provenance.Captured;

    /// <summary>Whether a run has reached the end of the stream.</summary>
    public static bool HasReadAll(SourceCursor cursor) => new WeComState(cursor).Complete is not null;

    public IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, CancellationToken cancellationToken) =>
        ReadInOrderAsync(cursor, null, cancellationToken)
            .WithFailures<WeComApiException>(WeComErrors.ToFailure, cancellationToken)
            .WithReadAhead(1, cancellationToken);

    /// <summary>The stream from its beginning, which is the oldest message of the platform's window: it has no other order than that of its numbers.</summary>
    public IAsyncEnumerable<SourcePage> ReadAgainAsync(SecondRead read, CancellationToken cancellationToken) =>
        ReadInOrderAsync(SourceCursor.Start, read, cancellationToken)
            .WithFailures<WeComApiException>(WeComErrors.ToFailure, cancellationToken)
            .WithReadAhead(1, cancellationToken)
            .Since(read.Since, cancellationToken);

    public IRawItemReader OpenRawItems() => new WeComRawItems(_turn, token => OpenAsync(null, null, token));

    public async ValueTask DisposeAsync()
    {
        await _sdk.DisposeAsync();
        _turn.Dispose();
    }

    private async IAsyncEnumerable<SourcePage> ReadInOrderAsync(
        SourceCursor cursor, SecondRead? again, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var began = _time.GetUtcNow(); // before the seats are listed
            var state = new WeComState(cursor);
            using var session = await OpenAsync(again is null ? state : null, again, cancellationToken);
            var started = began - session.Clock.Ahead; // with a clock that is days ahead nothing would be lost and a gap be told
            await foreach (var page in new WeComRun(session, state).ReadAsync(started, cancellationToken))
            {
                yield return page;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Proves, before anything empty can pass for a success, that the secret is the archive's and that somebody is in its scope.</summary>
    /// <param name="state">Of a pull; null where nobody takes in what is told beside messages.</param>
    private async Task<WeComSession> OpenAsync(WeComState? state, SecondRead? again, CancellationToken cancellationToken)
    {
        await _sdk.UseAsync(await _access.ReadLoginAsync(_needsLibrary, cancellationToken), cancellationToken);
        var archive = await _access.OpenArchiveAsync(cancellationToken);
        var seats = await Seats.ReadAsync(archive, Source, cancellationToken);
        foreach (var member in seats)
        {
            _people.AddMember(member);
        }

        var directory = IsDirectoryDue(state) ? await LearnMembersAsync(cancellationToken) : null;
        _consents.Use(archive);
        _names.Use(archive, await FindCustomersAsync(cancellationToken));
        var keys = await KeyRing.ReadAsync(_options, cancellationToken);
        var files = new WeComFiles(_sdk, _options, _pace, _time);
        return new WeComSession(
            _options,
            archive.Clock,
            seats,
            directory,
            new ChatStream(_sdk, _options, _pace, _time),
            new Seals(_sdk, keys, _fitting, Source),
            keys,
            _fitting,
            _names,
            state is null ? null : _consents,
            new MessageMapper(_people, _conversations),
            new ItemPages<WeComFile>(file => file.Id, files.TakeAsync, again.Over<WeComFile>(WeComFiles.Describe)),
            new ItemPages<WeComFile>(file => file.Id, files.TakeLaterAsync));
    }

    /// <summary>Also where this process has read it and the register has not got it: the run may have failed, or was none that hands it out.</summary>
    private bool IsDirectoryDue(WeComState? state)
    {
        var now = _time.GetUtcNow();
        var isNeeded = _directoryRead is not { } read || (state is not null && (now - read >= DirectoryEvery || state.DirectoryRead != read));
        return isNeeded && !(now - _directoryFailed < DirectoryAgain);
    }

    /// <summary>Without it members appear by their ids: no reason to leave messages with the platform.</summary>
    /// <returns>Null where there is no secret for it, or it cannot be read.</returns>
    private async Task<ReadDirectory?> LearnMembersAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _access.OpenContactsAsync(cancellationToken) is not { } contacts)
            {
                return null;
            }

            var directory = await new WeComDirectoryReader(contacts).ReadAsync(cancellationToken);
            foreach (var member in directory.Members)
            {
                _people.AddMember(member.Id, member.Name);
            }

            var now = _time.GetUtcNow();
            _directoryRead = now;
            return new ReadDirectory(directory.ToSnapshot(), now);
        }
        catch (Exception e) when (e is WeComApiException or ConnectorException)
        {
            _directoryFailed = _time.GetUtcNow();
            Log.NoDirectory(_logger, Source);
            return null;
        }
    }

    private async Task<WeComApi?> FindCustomersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _access.OpenCustomersAsync(cancellationToken);
        }
        catch (ConnectorException)
        {
            Log.NoCustomers(_logger, Source);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1164, Level = LogLevel.Warning, Message = "{Source}: the directory cannot be read, so members appear by their ids. Try 'archive connector test'.")]
        public static partial void NoDirectory(ILogger logger, string source);

        [LoggerMessage(EventId = 1166, Level = LogLevel.Warning, Message = "{Source}: the secret of customer contact cannot be read, so external contacts appear by their ids.")]
        public static partial void NoCustomers(ILogger logger, string source);
    }
}
