using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.Slack;

/// <summary>The platform with the token of a source.</summary>
/// <param name="BaseUrl">Ends in a slash.</param>
internal sealed record SlackAccess(ConnectorHttp Http, BearerToken Token, Uri BaseUrl, SlackApi Api, RequestPace Pace)
{
    /// <summary>Connects to nothing.</summary>
    /// <exception cref="ConnectorException">The token cannot be read.</exception>
    public static async Task<SlackAccess> OpenAsync(
        SlackOptions options, HttpClient http, RequestPaces paces, TimeProvider time, CancellationToken cancellationToken)
    {
        var token = await ReadTokenAsync(options, cancellationToken);
        var client = new ConnectorHttp(http, options.Http, "Slack", time);
        var baseUrl = options.BaseUrl.AbsoluteUri.EndsWith('/') ? options.BaseUrl : new Uri(options.BaseUrl.AbsoluteUri + "/");
        var pace = paces.Find(baseUrl.Authority, token.Fingerprint, options.Source, options.EffectiveRequestsPerSecond);
        return new SlackAccess(client, token, baseUrl, new SlackApi(client, token, baseUrl, pace), pace);
    }

    private static async Task<BearerToken> ReadTokenAsync(SlackOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new BearerToken(options.TokenFile is { } file ? await File.ReadAllTextAsync(file, cancellationToken) : options.Token ?? "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Without the inner exception: nothing that has seen the token goes further.
            throw new ConnectorException(
                ConnectorFailure.Unauthorized, $"The token of source {options.Source} cannot be read. Check Token or TokenFile ({e.GetType().Name}).");
        }
    }
}
