using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Api;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom;

/// <summary>The secrets of a corporation, and the calls that each of them allows.</summary>
internal sealed class WeComAccess(WeComOptions options, HttpClient http, TokenCache tokens, RequestPace pace, TimeProvider time)
{
    /// <summary>With what the child process signs in.</summary>
    /// <exception cref="ConnectorException">A secret cannot be read, or the library is not there.</exception>
    public async Task<SdkLogin> ReadLoginAsync(bool needsLibrary, CancellationToken cancellationToken)
    {
        var library = Path.GetFullPath(options.Library); // the child works in another folder
        if (needsLibrary)
        {
            SdkLibrary.Require(library);
        }

        return new SdkLogin(
            library,
            options.CorpId,
            await ReadArchiveSecretAsync(cancellationToken),
            options.Proxy ?? "",
            options.ProxyPasswordFile is { } file ? await ReadAsync(nameof(options.ProxyPasswordFile), null, file, cancellationToken) : "",
            options.CallTimeoutSeconds);
    }

    /// <summary>The methods of 会话内容存档, with a clock of their own: what the platform says of its time counts for one run.</summary>
    public async Task<WeComApi> OpenArchiveAsync(CancellationToken cancellationToken) => Open(await ReadArchiveSecretAsync(cancellationToken));

    /// <summary>The directory's; null where the source has no secret for it.</summary>
    public Task<WeComApi?> OpenContactsAsync(CancellationToken cancellationToken) =>
        FindAsync(nameof(options.ContactSecret), options.ContactSecret, options.ContactSecretFile, cancellationToken);

    /// <summary>Those of customer contact; null where the source has no secret for them.</summary>
    public Task<WeComApi?> OpenCustomersAsync(CancellationToken cancellationToken) =>
        FindAsync(nameof(options.CustomerSecret), options.CustomerSecret, options.CustomerSecretFile, cancellationToken);

    private async Task<WeComApi?> FindAsync(string setting, string? secret, string? file, CancellationToken cancellationToken) =>
        secret is null && file is null ? null : Open(await ReadAsync(setting, secret, file, cancellationToken));

    private WeComApi Open(string secret)
    {
        var client = new ConnectorHttp(http, options.Http, "WeCom", time);
        return new WeComApi(client, new WeComTokens(client, tokens, options.BaseUrl, options.CorpId, secret, pace), options.BaseUrl, pace);
    }

    private Task<string> ReadArchiveSecretAsync(CancellationToken cancellationToken) =>
        ReadAsync(nameof(options.Secret), options.Secret, options.SecretFile, cancellationToken);

    private async Task<string> ReadAsync(string setting, string? value, string? file, CancellationToken cancellationToken)
    {
        try
        {
            var secret = (file is null ? value ?? "" : await File.ReadAllTextAsync(file, cancellationToken)).Trim();
            return secret.Length > 0 ? secret : throw new InvalidDataException();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidDataException)
        {
            // Without the inner exception: nothing that has seen the secret goes further.
            throw new ConnectorException(
                ConnectorFailure.Unauthorized, $"A secret of source {options.Source} cannot be read. Check {setting} or the file for it ({e.GetType().Name}).");
        }
    }
}
