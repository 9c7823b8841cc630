using System.Runtime.CompilerServices;
using Archive.Connectors.Http;
using Archive.Connectors.Slack.Text;
using Archive.Core.Connectors;

namespace Archive.Connectors.Slack;

/// <inheritdoc cref="ISourceCheck"/>
internal sealed class SlackCheck(SlackOptions options, HttpClient http, RequestPaces paces, TimeProvider time) : ISourceCheck
{
    private bool IsDiscovery => options.Api == SlackApiKind.Discovery;

    public string Source => options.Source;

    public async IAsyncEnumerable<SourceFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (access, noSecret) = await TryAsync(() => SlackAccess.OpenAsync(options, http, paces.ForCheck(), time, cancellationToken));
        if (access is null)
        {
            yield return SourceFinding.Failed(SourceCheckStep.Secret, noSecret!); // one of both is there
            yield break;
        }

        yield return SourceFinding.Good(SourceCheckStep.Secret, "The token can be read.");
        var (who, noAnswer) = await TryAsync(() => access.Api.CallAsync(IsDiscovery ? "discovery.enterprise.info" : "auth.test", [], cancellationToken));
        if (noAnswer is { Kind: not ConnectorFailure.Unauthorized })
        {
            yield return SourceFinding.Failed(SourceCheckStep.Reach, noAnswer);
            yield break;
        }

        yield return SourceFinding.Good(SourceCheckStep.Reach, $"{access.BaseUrl.Host} answers.");
        if (noAnswer is not null)
        {
            yield return SourceFinding.Failed(SourceCheckStep.Credentials, noAnswer);
            yield break;
        }

        yield return ClockCheck.Find(who.Headers.Date, time.GetUtcNow());
        yield return SourceFinding.Good(SourceCheckStep.Credentials, "The platform takes the token.");
        yield return SlackScopes.Check(options.Api, who.Scopes);
        var team = await FindTeamAsync(access.Api, who, cancellationToken);
        yield return await CountAsync(
            access.Api, team, IsDiscovery ? "discovery.users.list" : "users.list", IsDiscovery ? "users" : "members", SourceCheckStep.Directory,
            "The list of people can be read.", "The list of people is empty: the token may not read it. Check the scopes of the app.", cancellationToken);
        yield return await CountAsync(
            access.Api, team, IsDiscovery ? "discovery.conversations.list" : "conversations.list", "channels", SourceCheckStep.Conversations,
            "Conversations can be listed.",
            IsDiscovery ? "The organisation lists no conversation: the token may not see any. Check the install of the app."
                : "The app is in no conversation yet. Add it to those that are to be kept; people see that it is there.",
            cancellationToken);
    }

    /// <summary>A token of an organisation has to name the workspace on every listing: any of them will do here.</summary>
    private static async Task<string?> FindTeamAsync(SlackApi api, SlackAnswer who, CancellationToken cancellationToken)
    {
        var (team, _) = who.Flag("is_enterprise_install")
            ? await TryAsync(async () => (await api.CallAsync("auth.teams.list", [("limit", "10")], cancellationToken)).List("teams")
                .Select(t => SlackBlocks.Text(t, "id")).FirstOrDefault())
            : default;
        return team;
    }

    private static async Task<SourceFinding> CountAsync(
        SlackApi api, string? team, string method, string list, SourceCheckStep step, string good, string empty, CancellationToken cancellationToken)
    {
        var (count, failure) = await TryAsync(async () => (await api.CallAsync(method, [("limit", "10"), ("team_id", team)], cancellationToken)).List(list).Count());
        return failure is not null ? SourceFinding.Failed(step, failure)
            : count > 0 ? SourceFinding.Good(step, good)
            : new SourceFinding(step, step == SourceCheckStep.Conversations ? SourceFindingOutcome.Warning : SourceFindingOutcome.Failed, empty);
    }

    private static Task<(T? Result, ConnectorException? Failure)> TryAsync<T>(Func<Task<T>> work) =>
        PlatformFailures.TryAsync<T, SlackApiException>(work, PlatformFailures.UnknownForm);
}
