using System.Runtime.CompilerServices;
using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.Slack.Directory;
using Archive.Connectors.Slack.Text;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Slack;

/// <summary>Reads one organisation or workspace through the platform's official API. The cursor's parts are "position" (an unfinished run),
/// "mark:&lt;conversation&gt;" (highest ts that is completely read), "known:&lt;conversation&gt;" (found by a walk), "walk" (start of the last full walk), "files" (a page waits
/// for one), "left:&lt;conversation&gt;" (the app was found out of it) and "complete" (start of the last run that read everything up to its end).</summary>
/// <param name="http">Named client of the source, see <see cref="SlackServiceCollectionExtensions"/>.</param>
public sealed class SlackConnector(SlackOptions options, HttpClient http, RequestPaces paces, TimeProvider time, ILogger<SlackConnector> logger)
    : IConfirmingConnector, IRawItemSource
{
    /// <summary>The list of people is read with every run; what it says of departments seldom changes, and comparing it with the register costs.</summary>
    private static readonly TimeSpan DirectoryEvery = TimeSpan.FromHours(12);

    private DateTimeOffset? _directoryRead;

    public string Source => options.Source;

    public string Platform => "slack";

    public Provenance Provenance => Provenance.Captured;

    public IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, CancellationToken cancellationToken) =>
        ReadInOrderAsync(cursor, null, cancellationToken)
            .WithFailures<SlackApiException>(NotUnderstood, cancellationToken)
            .WithReadAhead(options.PagesAhead, cancellationToken);

    public IAsyncEnumerable<SourcePage> ReadAgainAsync(SecondRead read, CancellationToken cancellationToken) =>
        ReadInOrderAsync(SourceCursor.Start, read, cancellationToken)
            .WithFailures<SlackApiException>(NotUnderstood, cancellationToken)
            .WithReadAhead(options.PagesAhead, cancellationToken)
            .Since(read.Since, cancellationToken);

    public IRawItemReader OpenRawItems() => new SlackRawItems(token => OpenAsync(null, null, token), NotUnderstood);

    /// <summary>Whether a full walk was finished and no run is half-way.</summary>
    public static bool HasReadAll(SourceCursor cursor) => new SlackState(cursor) is { Position: null, LastWalk: not null };

    private static ConnectorException NotUnderstood(SlackApiException e) =>
        new(ConnectorFailure.Permanent, $"{e.Message} The run cannot go on without it.", e);

    private async IAsyncEnumerable<SourcePage> ReadInOrderAsync(
        SourceCursor cursor, SecondRead? again, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow(); // before the accounts are listed: whoever joins from now on may be missing there
        var state = new SlackState(cursor, FloorOf(again));
        var (session, teams) = await OpenAsync(again is null ? state.Parts : null, again, cancellationToken);
        var started = began - session.Clock.Ahead;
        ISlackPlan plan = options.Api == SlackApiKind.Discovery ? new DiscoveryPlan(session) : new WebPlan(session, teams);
        if (again is null)
        {
            yield return FirstPage(session.Staff, state, plan.Begin(state, started), started);
            _directoryRead = IsDirectoryDue(started) ? started : _directoryRead;
        }

        await foreach (var page in plan.ReadAsync(state, started, cancellationToken))
        {
            yield return page;
        }
    }

    /// <summary>What the register is told before any message. A second read tells nothing: it decides as the first one did.</summary>
    private SourcePage FirstPage(SlackStaff staff, SlackState state, SlackPosition position, DateTimeOffset started)
    {
        var before = state.ListedBefore; // which the beginning of this run replaces
        return new SourcePage([], state.Begin(position))
        {
            Listed = new PlatformListing(staff.Accounts, before),
            Directory = IsDirectoryDue(started) ? staff.ToSnapshot() : null,
        };
    }

    private bool IsDirectoryDue(DateTimeOffset now) => !(now - _directoryRead < DirectoryEvery);

    /// <summary>A mark from which runs look back to where a second read begins.</summary>
    private SlackTimestamp? FloorOf(SecondRead? again) =>
        again is null ? null : new SlackTimestamp(Math.Max(0, Timestamps.ToMicroseconds(Timestamps.Cut(again.Since + options.Overlap))));

    /// <summary>A session that knows the people of the organisation.</summary>
    /// <param name="parts">Cursor of the run; null where none is saved.</param>
    private async Task<(SlackSession Session, IReadOnlyList<string?> Teams)> OpenAsync(CursorParts? parts, SecondRead? again, CancellationToken cancellationToken)
    {
        var access = await SlackAccess.OpenAsync(options, http, paces, time, cancellationToken);
        var api = access.Api;
        var download = new FileDownload(access.Http, access.Token, SlackFiles.TrustedBy(access.BaseUrl), access.Pace);
        var files = new SlackFiles(api, options.Api, download, access.BaseUrl, options.MaxFileBytes);

        var (own, teams) = options.Api == SlackApiKind.Discovery
            ? (await OwnOrganisationAsync(api, cancellationToken), [])
            : await OwnWorkspacesAsync(api, cancellationToken);
        var patience = new FilePatience<SlackFile>(SlackFiles.GiveUp, parts, time);
        var session = new SlackSession(api, files, patience, access.Http.Clock, new SlackDirectory(own), options, logger, again);
        await ReadDirectoryAsync(session, teams, cancellationToken);
        return (session, teams);
    }

    /// <summary>Proves that the token may use Discovery before anything empty can pass for a success.</summary>
    private static async Task<List<string>> OwnOrganisationAsync(SlackApi api, CancellationToken cancellationToken)
    {
        var own = new List<string>();
        string? cursor = null;
        do
        {
            var answer = await api.CallAsync("discovery.enterprise.info", [("cursor", cursor), ("limit", "1000"), ("include_deleted", "1")], cancellationToken);
            if (!answer.Root.TryGetProperty("enterprise", out var enterprise) || SlackBlocks.Text(enterprise, "id") is not { Length: > 0 } id)
            {
                throw new ConnectorException(
                    ConnectorFailure.Unauthorized, "discovery.enterprise.info names no organisation. Discovery needs an organisation-wide install of the app.");
            }

            own.Add(id);
            own.AddRange(SlackBlocks.Elements(enterprise.TryGetProperty("teams", out var teams) ? teams : default)
                .Select(t => SlackBlocks.Text(t, "id")).OfType<string>());
            cursor = answer.Next == cursor ? null : answer.Next;
        }
        while (cursor is not null);

        return own;
    }

    private static async Task<(List<string> Own, IReadOnlyList<string?> Teams)> OwnWorkspacesAsync(SlackApi api, CancellationToken cancellationToken)
    {
        var test = await api.CallAsync("auth.test", [], cancellationToken);
        List<string> own = [.. new[] { SlackBlocks.Text(test.Root, "team_id"), SlackBlocks.Text(test.Root, "enterprise_id") }.OfType<string>()];
        if (own.Count == 0)
        {
            throw new ConnectorException(ConnectorFailure.Unauthorized, "auth.test names no workspace: the token belongs to none. Install the app in the workspace.");
        }

        if (!test.Flag("is_enterprise_install"))
        {
            return (own, [null]);
        }

        // Tokens of an organisation have to name the workspace on every listing.
        var teams = new List<string?>();
        string? cursor = null;
        do
        {
            var answer = await api.CallAsync("auth.teams.list", [("cursor", cursor), ("limit", "100")], cancellationToken);
            teams.AddRange(answer.List("teams").Select(t => SlackBlocks.Text(t, "id")).OfType<string>());
            cursor = answer.Next == cursor ? null : answer.Next;
        }
        while (cursor is not null);

        own.AddRange(teams.OfType<string>());
        return (own, teams);
    }

    private async Task ReadDirectoryAsync(SlackSession session, IReadOnlyList<string?> teams, CancellationToken cancellationToken)
    {
        var discovery = options.Api == SlackApiKind.Discovery;
        foreach (var team in discovery ? [null] : teams)
        {
            (string, string?)[] arguments = discovery ? [("include_deleted", "1"), ("limit", "1000")] : [("limit", "200"), ("team_id", team)];
            await foreach (var answer in session.PagesAsync(discovery ? "discovery.users.list" : "users.list", discovery ? "offset" : "cursor", arguments, cancellationToken))
            {
                foreach (var element in answer.List(discovery ? "users" : "members"))
                {
                    if (element.Deserialize(SlackJson.Default.SlackUser) is { } user && session.Directory.Add(user) is { } account)
                    {
                        session.Staff.Add(user, account);
                    }
                }
            }
        }

        if (!session.Directory.People.Any())
        {
            throw new ConnectorException(
                ConnectorFailure.Unauthorized, $"The user list of source {options.Source} is empty: the token may not read it. Check the scopes of the app.");
        }
    }
}
