using System.Runtime.CompilerServices;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Api;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.WeCom;

/// <inheritdoc cref="ISourceCheck"/>
internal sealed class WeComCheck(
    WeComOptions options, HttpClient http, TokenCache tokens, RequestPaces paces, ISdkLauncher launcher, TimeProvider time, ILogger<WeComConnector> logger) : ISourceCheck
{
    public string Source => options.Source;

    public async IAsyncEnumerable<SourceFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pace = paces.ForCheck().Find(options.BaseUrl.Authority, options.CorpId, options.Source, options.RequestsPerSecond);
        var access = new WeComAccess(options, http, tokens, pace, time);
        var (login, noSecret) = await TryAsync(() => access.ReadLoginAsync(launcher.NeedsLibrary, cancellationToken));
        var (keys, noKeys) = await TryAsync(() => KeyRing.ReadAsync(options, cancellationToken));
        using var disposed = keys;
        if (login is null || keys is null)
        {
            yield return SourceFinding.Failed(SourceCheckStep.Secret, noSecret ?? noKeys!); // one of both is there
            yield break;
        }

        yield return SourceFinding.Good(SourceCheckStep.Secret, "The secret, the private keys and the platform's library are in their places.");
        var archive = await access.OpenArchiveAsync(cancellationToken);
        var (reply, refused) = await TryAsync(() => archive.PostAsync(Seats.Method, new Dictionary<string, object>(), cancellationToken));
        if (refused is { Kind: not ConnectorFailure.Unauthorized })
        {
            yield return SourceFinding.Failed(SourceCheckStep.Reach, refused);
            yield break;
        }

        yield return SourceFinding.Good(SourceCheckStep.Reach, $"{options.BaseUrl.Host} answers.");
        if (refused is not null)
        {
            yield return SourceFinding.Failed(SourceCheckStep.Credentials, refused);
            yield break;
        }

        yield return ClockCheck.Find(reply!.Date, time.GetUtcNow()); // it was not refused
        yield return SourceFinding.Good(SourceCheckStep.Credentials, "The platform takes the corporation's id and secret.");
        var (seats, nobody) = await TryAsync(() => Seats.ReadAsync(archive, Source, cancellationToken));
        yield return seats is null
            ? SourceFinding.Failed(SourceCheckStep.Scopes, nobody!)
            : SourceFinding.Good(SourceCheckStep.Scopes, $"The platform archives {seats.Count} members.");
        yield return await FindDirectoryAsync(access, cancellationToken);
        yield return await FindMessagesAsync(login, keys, pace, cancellationToken);
    }

    private async Task<SourceFinding> FindDirectoryAsync(WeComAccess access, CancellationToken cancellationToken)
    {
        var (contacts, noSecret) = await TryAsync(() => access.OpenContactsAsync(cancellationToken));
        var (_, refused) = contacts is null ? (null, noSecret) : await TryAsync(() => contacts.GetAsync("department/list", [], cancellationToken));
        if (contacts is not null && refused is null)
        {
            return SourceFinding.Good(SourceCheckStep.Directory, "The list of people can be read.");
        }

        var advice = refused?.Message ?? "Set ContactSecretFile to a file with the secret of the contacts.";
        return new SourceFinding(
            SourceCheckStep.Directory, SourceFindingOutcome.Warning, "The directory cannot be read, so messages are kept with ids instead of names. " + advice);
    }

    /// <summary>Reads the envelope of one message through the library, and opens none.</summary>
    private async Task<SourceFinding> FindMessagesAsync(SdkLogin login, KeyRing keys, RequestPace pace, CancellationToken cancellationToken)
    {
        await using var sdk = new SdkSupervisor(
            launcher, new SdkLimits(options.MaxChildMegabytes * 1024L * 1024, options.HeartbeatPatience), options.Source, time, logger);
        await sdk.UseAsync(login, cancellationToken);
        var (messages, refused) = await TryAsync(() => new ChatStream(sdk, options, pace, time).ReadAsync(0, cancellationToken));
        if (messages is null)
        {
            return SourceFinding.Failed(SourceCheckStep.Conversations, refused!);
        }

        return messages.Select(m => m.KeyVersion).Distinct().Where(v => !keys.Has(v)).Order().ToArray() is { Length: > 0 } unknown
            ? new SourceFinding(
                SourceCheckStep.Conversations, SourceFindingOutcome.Failed,
                $"Messages are sealed for key versions that are not in PrivateKeys: {string.Join(", ", unknown)}. Add their private keys.")
            : messages.Count == 0
                ? new SourceFinding(SourceCheckStep.Conversations, SourceFindingOutcome.Warning, "The library works, and the platform has no message of the last five days.")
                : SourceFinding.Good(SourceCheckStep.Conversations, "Conversations can be read.");
    }

    private static Task<(T? Result, ConnectorException? Failure)> TryAsync<T>(Func<Task<T>> work) =>
        PlatformFailures.TryAsync<T, WeComApiException>(work, WeComErrors.ToFailure);
}
