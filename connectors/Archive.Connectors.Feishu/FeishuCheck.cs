using System.Runtime.CompilerServices;
using Archive.Connectors.Feishu.Directory;
using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu;

/// <inheritdoc cref="ISourceCheck"/>
internal sealed class FeishuCheck(
    FeishuOptions options, HttpClient http, TokenCache tokens, RequestPaces paces, TimeProvider time, ILogger<FeishuConnector> logger) : ISourceCheck
{
    /// <summary>Beside these each reading call takes one of several scopes, so none of them can be asked for by name.</summary>
    private static readonly string[] Needed = [FeishuAccess.Scope];

    /// <summary>How the scopes end that the calls of this connector take; what they let read is captured.</summary>
    private static readonly string[] Reading = [":readonly", ":readonly_as_app", ":read", ":get_as_user", ".p2p_msg", ".group_at_msg"];

    private const string Range = "contact/v3/scopes";
    private static readonly string[] RangeParts = ["department_ids", "user_ids", "group_ids"];

    public string Source => options.Source;

    public async IAsyncEnumerable<SourceFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (session, noSecret) = await TryAsync(() => FeishuLogin.OpenAsync(
            options, http, tokens, paces.ForCheck(), time, logger, null, null, cancellationToken));
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
        yield return await FindDirectoryAsync(session, cancellationToken);
        var (_, noHistory) = await TryAsync(() => access.ProveAsync(cancellationToken));
        yield return noHistory is null ? SourceFinding.Good(SourceCheckStep.Conversations, "Conversations can be read.") : SourceFinding.Failed(SourceCheckStep.Conversations, noHistory);
    }

    /// <summary>As a run reads it: from the root, for which the contact range has to be all staff.</summary>
    private static async Task<SourceFinding> FindDirectoryAsync(FeishuSession session, CancellationToken cancellationToken)
    {
        const string Closed = "The app may not read the directory, so messages are kept without the names of people. Give it a contact range and a scope that reads names.";
        var (_, refused) = await TryAsync(() => new FeishuDirectoryReader(session).TryAsync(cancellationToken));
        if (refused is not null)
        {
            return new SourceFinding(
                SourceCheckStep.Directory, SourceFindingOutcome.Failed,
                $"The app may not read the directory, so nobody new is captured. Set its contact range to all staff and give it the scopes that read people and departments. {refused.Message}");
        }

        var (range, noRange) = await TryAsync(() => session.CallAsync(Range, Range, [], cancellationToken));
        return HoldsSomebody(range) ? SourceFinding.Good(SourceCheckStep.Directory, "The list of people can be read.")
            : new SourceFinding(SourceCheckStep.Directory, SourceFindingOutcome.Warning, noRange is null ? Closed : $"{Closed} {noRange.Message}");
    }

    /// <summary>Whether the contact range names anybody at all.</summary>
    private static bool HoldsSomebody(FeishuAnswer range) =>
        RangeParts.Any(part => LenientJson.Elements(LenientJson.Child(range.Data, part)).Any());

    private static bool IsReading(string scope) => Reading.Any(end => scope.EndsWith(end, StringComparison.Ordinal));

    private static Task<(T? Result, ConnectorException? Failure)> TryAsync<T>(Func<Task<T>> work) =>
        PlatformFailures.TryAsync<T, FeishuApiException>(work, FeishuErrors.ToFailure);
}
