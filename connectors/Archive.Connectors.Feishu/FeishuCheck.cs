using System.Runtime.CompilerServices;
using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu;

/// <inheritdoc cref="ISourceCheck"/>
internal sealed class FeishuCheck(FeishuOptions options, HttpClient http, TokenCache tokens, TimeProvider time, ILogger<FeishuConnector> logger) : ISourceCheck
{
    /// <summary>Beside these each reading call takes one of several scopes, so none of them can be asked for by name.</summary>
    private static readonly string[] Needed = [FeishuAccess.Scope];

    /// <summary>How the scopes end that the calls of this connector take; what they let read is captured.</summary>
    private static readonly string[] Reading = [":readonly", ":read", ".p2p_msg", ".group_at_msg"];

    public string Source => options.Source;

    public async IAsyncEnumerable<SourceFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (session, noSecret) = await TryAsync(() => FeishuLogin.OpenAsync(
            options, http, tokens, new RequestPace(options.RequestsPerSecond, time), time, logger, null, cancellationToken));
        if (session is null)
        {
            yield return SourceFinding.Failed(SourceCheckStep.Secret, noSecret!); // one of both is there
            yield break;
        }

        yield return SourceFinding.Good(SourceCheckStep.Secret, "The app's secret can be read.");
        var access = new FeishuAccess(session);
        var (first, noAnswer) = await TryAsync(() => session.CallAsync("im/v1/chats", "im/v1/chats", [("page_size", "1")], cancellationToken));
        if (noAnswer is { Kind: not ConnectorFailure.Unauthorized })
        {
            yield return SourceFinding.Failed(SourceCheckStep.Reach, noAnswer);
            yield break;
        }

        yield return SourceFinding.Good(SourceCheckStep.Reach, $"{options.BaseUrl.Host} answers.");
        if (noAnswer is not null)
        {
            yield return SourceFinding.Failed(SourceCheckStep.Credentials, noAnswer);
            yield break;
        }

        yield return ClockCheck.Find(first.Date, time.GetUtcNow());
        yield return SourceFinding.Good(SourceCheckStep.Credentials, "The platform takes the app's id and secret.");
        var (granted, noScopes) = await TryAsync(() => access.FindGrantedAsync(cancellationToken));
        yield return noScopes is not null
            ? SourceFinding.Failed(SourceCheckStep.Scopes, noScopes)
            : ScopeCheck.Find(granted?.Where(scope => !IsReading(scope)).ToArray(), Needed, _ => false);
        var (_, noPeople) = await TryAsync(() => session.CallAsync("contact/v3/scopes", "contact/v3/scopes", [], cancellationToken));
        yield return noPeople is null
            ? SourceFinding.Good(SourceCheckStep.Directory, "The list of people can be read.")
            : new SourceFinding(
                SourceCheckStep.Directory, SourceFindingOutcome.Warning,
                "The app may not read the directory, so messages are kept without the names of people. Give it a contact range and a scope that reads names.");
        var (_, noHistory) = await TryAsync(() => access.ProveAsync(cancellationToken));
        yield return noHistory is null ? SourceFinding.Good(SourceCheckStep.Conversations, "Conversations can be read.") : SourceFinding.Failed(SourceCheckStep.Conversations, noHistory);
    }

    private static bool IsReading(string scope) => Reading.Any(end => scope.EndsWith(end, StringComparison.Ordinal));

    private static Task<(T? Result, ConnectorException? Failure)> TryAsync<T>(Func<Task<T>> work) =>
        PlatformFailures.TryAsync<T, FeishuApiException>(work, FeishuErrors.ToFailure);
}
