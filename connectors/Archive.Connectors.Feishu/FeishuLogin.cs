using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu;

/// <summary>Begins a session with the app of a source.</summary>
internal static class FeishuLogin
{
    /// <summary>Connects to nothing.</summary>
    /// <param name="parts">Cursor of the run; null where none is saved.</param>
    /// <param name="again">What a second read asks for; null for an ordinary one.</param>
    /// <exception cref="ConnectorException">The app's secret cannot be read.</exception>
    public static async Task<FeishuSession> OpenAsync(
        FeishuOptions options, HttpClient http, TokenCache tokens, RequestPaces paces, TimeProvider time, ILogger logger, CursorParts? parts, SecondRead? again,
        CancellationToken cancellationToken)
    {
        var client = new ConnectorHttp(http, options.Http, "Feishu", time);
        var issued = new FeishuTokens(client, tokens, options.BaseUrl, options.AppId, await ReadSecretAsync(options, cancellationToken));
        var api = new FeishuApi(client, issued, options.BaseUrl, paces.Find(options.BaseUrl.Authority, options.AppId, options.Source, options.RequestsPerSecond));
        var patience = new FilePatience<FeishuFile>(FeishuFiles.GiveUp, parts, time);
        return new FeishuSession(api, new FeishuFiles(api, options.MaxFileBytes), patience, client.Clock, options, logger, again);
    }

    private static async Task<string> ReadSecretAsync(FeishuOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var secret = (options.AppSecretFile is { } file ? await File.ReadAllTextAsync(file, cancellationToken) : options.AppSecret ?? "").Trim();
            return secret.Length > 0 ? secret : throw new InvalidDataException();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidDataException)
        {
            // Without the inner exception: nothing that has seen the secret goes further.
            throw new ConnectorException(
                ConnectorFailure.Unauthorized, $"The app's secret of source {options.Source} cannot be read. Check AppSecret or AppSecretFile ({e.GetType().Name}).");
        }
    }
}
