using System.Globalization;
using System.Net;
using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom.Api;

/// <summary>Access tokens of one secret: each secret of a corporation has its own.</summary>
internal sealed class WeComTokens(ConnectorHttp http, TokenCache cache, Uri baseUrl, string corp, string secret, RequestPace pace)
{
    private const string Method = "gettoken";
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    public Task<BearerToken> GetAsync(CancellationToken cancellationToken) =>
        cache.GetAsync(baseUrl.Authority, corp, secret, Margin, IssueAsync, cancellationToken);

    public void Discard(BearerToken refused) => cache.Discard(baseUrl.Authority, corp, secret, refused);

    private async Task<IssuedToken> IssueAsync(CancellationToken cancellationToken)
    {
        await pace.WaitAsync(Method, cancellationToken);
        var address = WeComApi.AddressOf(baseUrl, Method + QueryString.Of([("corpid", corp), ("corpsecret", secret)]));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var answer = await http.SendJsonAsync(request, WeComErrors.Reclassify, cancellationToken);
        if (answer.Json?.RootElement is not { } root || WeComErrors.CodeOf(root) is not { } code || answer.Status != HttpStatusCode.OK)
        {
            throw WeComErrors.FromStatus(Method, answer.Status);
        }

        if (code != 0)
        {
            if (WeComErrors.LimitCodes.Contains(code))
            {
                pace.Quiet(Method, WeComErrors.Rest); // asking on for a token is what makes the platform refuse for up to an hour
            }

            throw WeComErrors.FromCode(Method, code) is ConnectorException known ? known : NoToken();
        }

        return LenientJson.Text(root, "access_token") is { Length: > 0 } token && LenientJson.Scalar(root, "expires_in") is { } life
            && int.TryParse(life, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? new IssuedToken(new BearerToken(token), TimeSpan.FromSeconds(seconds))
            : throw NoToken();
    }

    private static ConnectorException NoToken() => new(
        ConnectorFailure.Unauthorized, "The platform gave out no access token. Check CorpId and the secret.");
}
