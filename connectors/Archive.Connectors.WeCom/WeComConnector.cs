using System.Runtime.CompilerServices;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Api;
using Archive.Connectors.WeCom.Directory;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;
using Archive.Core.Sanctioning;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.WeCom;

/// <summary>Reads one corporation's 会话内容存档 through the platform's own library and its JSON methods. The cursor's parts are "seq" (everything up to this number
/// was handed out), "files:&lt;seq&gt;" (runs in which a file of that message could not be fetched) and "complete" (beginning of the last run that reached the end).</summary>
public sealed partial class WeComConnector : IConfirmingConnector, IRawItemSource, IAsyncDisposable
{
    /// <summary>The directory of a large firm takes hundreds of calls, and names seldom change.</summary>
    private static readonly TimeSpan DirectoryEvery = TimeSpan.FromHours(12);

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

    // Runs share what is known of people and the one child: a second read and an ordinary one wait for each other.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DateTimeOffset? _directoryRead;

    /// <param name="http">Named client of the source, see <see cref="WeComServiceCollectionExtensions"/>.</param>
    public WeComConnector(WeComOptions options, HttpClient http, TokenCache tokens, ISdkLauncher launcher, TimeProvider time, ILogger<WeComConnector> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _pace = new RequestPace(options.RequestsPerSecond, time);
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

    public IRawItemReader OpenRawItems() => new WeComRawItems(token => OpenAsync(null, token));

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
            var started = _time.GetUtcNow();
            using var session = await OpenAsync(again, cancellationToken);
            await foreach (var page in new WeComRun(session, new WeComState(cursor)).ReadAsync(started, cancellationToken))
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
    private async Task<WeComSession> OpenAsync(SecondRead? again, CancellationToken cancellationToken)
    {
        await _sdk.UseAsync(await _access.ReadLoginAsync(_needsLibrary, cancellationToken));
        var archive = await _access.OpenArchiveAsync(cancellationToken);
        var seats = await Seats.ReadAsync(archive, Source, cancellationToken);
        foreach (var member in seats)
        {
            _people.AddMember(member);
        }

        var directory = await LearnMembersAsync(cancellationToken);
        _consents.Use(archive);
        _names.Use(archive, await _access.OpenCustomersAsync(cancellationToken));
        var keys = await KeyRing.ReadAsync(_options, cancellationToken);
        return new WeComSession(
            _options,
            seats,
            directory,
            new ChatStream(_sdk, _options, _pace, _time),
            new Seals(_sdk, keys, Source),
            keys,
            _names,
            _consents,
            new MessageMapper(_people, _conversations),
            new ItemPages<WeComFile>(file => file.Id, new WeComFiles(_sdk, _options, _pace, _time).TakeAsync, again.Over<WeComFile>(WeComFiles.Describe)));
    }

    /// <returns>Null where it was read not long ago, or cannot be read.</returns>
    private async Task<DirectorySnapshot?> LearnMembersAsync(CancellationToken cancellationToken)
    {
        if (_time.GetUtcNow() - _directoryRead < DirectoryEvery || await _access.OpenContactsAsync(cancellationToken) is not { } contacts)
        {
            return null;
        }

        try
        {
            var directory = await new WeComDirectoryReader(contacts).ReadAsync(cancellationToken);
            foreach (var member in directory.Members)
            {
                _people.AddMember(member.Id, member.Name);
            }

            _directoryRead = _time.GetUtcNow();
            return directory.ToSnapshot();
        }
        catch (Exception e) when (e is WeComApiException or ConnectorException { Kind: ConnectorFailure.Permanent or ConnectorFailure.Unauthorized })
        {
            Log.NoDirectory(_logger, Source);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1164, Level = LogLevel.Warning, Message = "{Source}: the directory cannot be read, so members appear by their ids. Try 'archive connector test'.")]
        public static partial void NoDirectory(ILogger logger, string source);
    }
}
