using System.Runtime.CompilerServices;
using Archive.Connectors.Feishu.Directory;
using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu;

/// <summary>Reads the chats of one app's bot through the platform's official API. The parts of the cursor are those of <see cref="FeishuState"/>; README tells what
/// each holds.
/// <para>The people of the directory are who the platform lists. Whoever is new in it counts as listed since "complete", or, while no run has read everything,
/// since the list before. A run that stops half-way leaves "complete" as it was, and one that goes on from there ends with the start of the first: what was said
/// after that is not all decided. Neither counts a run that may not read some chat, or the directory.</para></summary>
/// <param name="http">Named client of the source, see <see cref="FeishuServiceCollectionExtensions"/>.</param>
public sealed class FeishuConnector(
    FeishuOptions options, HttpClient http, TokenCache tokens, RequestPaces paces, TimeProvider time, ILogger<FeishuConnector> logger)
    : IHintedConnector, IConfirmingConnector, IRawItemSource
{
    private readonly DirectoryMemory _directory = new();

    public string Source => options.Source;

    public string Platform => "feishu";

    public Provenance Provenance => Provenance.Captured;

    public IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, CancellationToken cancellationToken) => ReadAsync(cursor, null, cancellationToken);

    public IChatConnector Following(IReadOnlyCollection<string> places) => new Hinted(this, new FeishuHint(places));

    public IAsyncEnumerable<SourcePage> ReadAgainAsync(SecondRead read, CancellationToken cancellationToken) =>
        ReadAheadAsync(SourceCursor.Start, null, read, cancellationToken).Since(read.Since, cancellationToken);

    public IRawItemReader OpenRawItems() => new FeishuRawItems(token => OpenAsync(null, null, token));

    /// <summary>Whether a run that looked as far back as any was finished and no run is half-way.</summary>
    public static bool HasReadAll(SourceCursor cursor) => new FeishuState(cursor) is { Position: null, LastDeep: not null, DeniedPlaces: [] };

    private IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, FeishuHint? hint, CancellationToken cancellationToken) =>
        _directory.FollowAsync(ReadAheadAsync(cursor, hint, null, cancellationToken), cancellationToken);

    private IAsyncEnumerable<SourcePage> ReadAheadAsync(SourceCursor cursor, FeishuHint? hint, SecondRead? again, CancellationToken cancellationToken) =>
        ReadInOrderAsync(cursor, hint, again, cancellationToken)
            .WithFailures<FeishuApiException>(FeishuErrors.ToFailure, cancellationToken)
            .WithReadAhead(options.PagesAhead, cancellationToken);

    private async IAsyncEnumerable<SourcePage> ReadInOrderAsync(
        SourceCursor cursor, FeishuHint? hint, SecondRead? again, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var state = new FeishuState(cursor, again?.Since.ToUnixTimeMilliseconds() - 1);
        var session = await OpenAsync(again is null ? state.Parts : null, again, cancellationToken);
        var chats = await new FeishuAccess(session).ProveAsync(cancellationToken);

        // A second read is decided by the list as the runs have told it.
        var directory = again is null ? new DirectoryWatch(session, state, _directory) : null;
        if (directory is not null && await directory.BeginAsync(cancellationToken) is { } listed)
        {
            yield return listed;
        }

        await foreach (var page in ReadChatsAsync(session, new FeishuPlan(session, chats), state, hint, cancellationToken))
        {
            if (directory is not null && await directory.FindBeforeAsync(page, cancellationToken) is { } newcomers)
            {
                yield return newcomers;
            }

            yield return page;
        }

        directory?.RequireReadable();
    }

    private static async IAsyncEnumerable<SourcePage> ReadChatsAsync(
        FeishuSession session, FeishuPlan plan, FeishuState state, FeishuHint? hint, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (hint is not null && state.Position is not null)
        {
            // It may be past the chat that the hint is about.
            await foreach (var page in plan.ReadAsync(state, session.Clock.GetUtcNow(), FeishuHint.None, cancellationToken))
            {
                yield return page;
            }
        }

        await foreach (var page in plan.ReadAsync(state, session.Clock.GetUtcNow(), hint ?? FeishuHint.None, cancellationToken))
        {
            yield return page;
        }
    }

    private Task<FeishuSession> OpenAsync(CursorParts? parts, SecondRead? again, CancellationToken cancellationToken) =>
        FeishuLogin.OpenAsync(options, http, tokens, paces, time, logger, parts, again, cancellationToken);

    private sealed class Hinted(FeishuConnector connector, FeishuHint hint) : IChatConnector
    {
        public string Source => connector.Source;

        public string Platform => connector.Platform;

        public Provenance Provenance => connector.Provenance;

        public IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, CancellationToken cancellationToken) =>
            connector.ReadAsync(cursor, hint, cancellationToken);
    }
}
