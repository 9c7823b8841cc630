using System.Runtime.CompilerServices;
using Archive.Connectors.Feishu.Directory;
using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu;

/// <summary>Reads the chats of one app's bot through the platform's official API. The cursor's parts are "position" (an unfinished run),
/// "mark:&lt;chat&gt;" (everything up to this time was handed out), "thread:&lt;chat&gt;:&lt;thread&gt;" (the same of a thread, and when a quiet one was last
/// looked at), "left:&lt;chat&gt;" (the bot is out of it) and "deep" (start of the last run that looked far back for edits and recalls).</summary>
/// <param name="http">Named client of the source, see <see cref="FeishuServiceCollectionExtensions"/>.</param>
public sealed partial class FeishuConnector(FeishuOptions options, HttpClient http, TokenCache tokens, TimeProvider time, ILogger<FeishuConnector> logger)
    : IHintedConnector, IConfirmingConnector, IRawItemSource
{
    /// <summary>The directory of a large firm takes hundreds of calls, and seldom changes.</summary>
    private static readonly TimeSpan DirectoryEvery = TimeSpan.FromHours(12);

    private readonly RequestPace _pace = new(options.RequestsPerSecond, time);

    private DateTimeOffset? _directoryRead;

    public string Source => options.Source;

    public string Platform => "feishu";

    public Provenance Provenance => Provenance.Captured;

    public IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, CancellationToken cancellationToken) => ReadAsync(cursor, null, cancellationToken);

    public IChatConnector Following(IReadOnlyCollection<string> conversations) => new Hinted(this, conversations);

    public IAsyncEnumerable<SourcePage> ReadAgainAsync(SecondRead read, CancellationToken cancellationToken) =>
        ReadInOrderAsync(SourceCursor.Start, null, read, cancellationToken)
            .WithFailures<FeishuApiException>(FeishuErrors.ToFailure, cancellationToken)
            .WithReadAhead(options.PagesAhead, cancellationToken)
            .Since(read.Since, cancellationToken);

    private IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, IReadOnlyCollection<string>? hint, CancellationToken cancellationToken) =>
        ReadInOrderAsync(cursor, hint, null, cancellationToken)
            .WithFailures<FeishuApiException>(FeishuErrors.ToFailure, cancellationToken)
            .WithReadAhead(options.PagesAhead, cancellationToken);

    public IRawItemReader OpenRawItems() => new FeishuRawItems(token => OpenAsync(null, token));

    /// <summary>Whether a run that looked as far back as any was finished and no run is half-way.</summary>
    public static bool HasReadAll(SourceCursor cursor) => new FeishuState(cursor) is { Position: null, LastDeep: not null };

    /// <summary>Departments, people and leaders within the app's contact range, for the register.</summary>
    /// <exception cref="ConnectorException">As when reading messages.</exception>
    internal async Task<FeishuDirectory> ReadDirectoryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await new FeishuDirectoryReader(await OpenAsync(null, cancellationToken)).ReadAsync(cancellationToken);
        }
        catch (FeishuApiException e)
        {
            throw FeishuErrors.ToFailure(e);
        }
    }

    private async IAsyncEnumerable<SourcePage> ReadInOrderAsync(
        SourceCursor cursor, IReadOnlyCollection<string>? hint, SecondRead? again, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var session = await OpenAsync(again, cancellationToken);
        var chats = await new FeishuAccess(session).ProveAsync(cancellationToken);
        if (hint is null && again is null && await TryReadDirectoryAsync(session, cancellationToken) is { } directory)
        {
            yield return new SourcePage([], new Dictionary<string, string?>(StringComparer.Ordinal)) { Directory = directory.ToSnapshot() };
        }

        var (plan, state) = (new FeishuPlan(session, chats), new FeishuState(cursor, again?.Since.ToUnixTimeMilliseconds() - 1));
        if (hint is not null && state.Position is not null)
        {
            // It may be past the chat that the hint is about.
            await foreach (var page in plan.ReadAsync(state, time.GetUtcNow(), [], cancellationToken))
            {
                yield return page;
            }
        }

        await foreach (var page in plan.ReadAsync(state, time.GetUtcNow(), hint ?? [], cancellationToken))
        {
            yield return page;
        }
    }

    /// <returns>Null where it was read not long ago, or the app may not read it.</returns>
    private async Task<FeishuDirectory?> TryReadDirectoryAsync(FeishuSession session, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - _directoryRead < DirectoryEvery)
        {
            return null;
        }

        try
        {
            var directory = await new FeishuDirectoryReader(session).ReadAsync(cancellationToken);
            _directoryRead = time.GetUtcNow();
            return directory;
        }
        catch (Exception e) when (e is FeishuApiException or ConnectorException { Kind: ConnectorFailure.Permanent or ConnectorFailure.Unauthorized })
        {
            _directoryRead = time.GetUtcNow();
            Log.NoDirectory(logger, Source);
            return null;
        }
    }

    private Task<FeishuSession> OpenAsync(SecondRead? again, CancellationToken cancellationToken) =>
        FeishuLogin.OpenAsync(options, http, tokens, _pace, time, logger, again, cancellationToken);

    private sealed class Hinted(FeishuConnector connector, IReadOnlyCollection<string> conversations) : IChatConnector
    {
        public string Source => connector.Source;

        public string Platform => connector.Platform;

        public Provenance Provenance => connector.Provenance;

        public IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, CancellationToken cancellationToken) =>
            connector.ReadAsync(cursor, conversations, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1148, Level = LogLevel.Warning, Message = "{Source}: the directory cannot be read, so departments and managers are not in the register. Set the contact range of the app to all staff.")]
        public static partial void NoDirectory(ILogger logger, string source);
    }
}
