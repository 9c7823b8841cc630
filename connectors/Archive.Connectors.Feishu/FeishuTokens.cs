using System.Net;
using System.Text;
using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.Feishu;

/// <summary>Access tokens of one app.</summary>
/// <param name="secret">The app's secret, which goes nowhere but into the request for a token.</param>
internal sealed class FeishuTokens(ConnectorHttp http, TokenCache cache, Uri baseUrl, string app, string secret)
{
    private const string Method = "auth/v3/tenant_access_token/internal";

    // With less than 30 minutes left the platform issues a new token beside the old one; before that it would only repeat it.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(25);

    public Task<BearerToken> GetAsync(CancellationToken cancellationToken) =>
        cache.GetAsync(baseUrl.Authority, app, secret, Margin, IssueAsync, cancellationToken);

    public void Discard(BearerToken refused) => cache.Discard(baseUrl.Authority, app, secret, refused);

    private async Task<IssuedToken> IssueAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, FeishuApi.AddressOf(baseUrl, Method))
        {
            Content = new StringContent(
                JsonSerializer.Serialize(new Dictionary<string, string> { ["app_id"] = app, ["app_secret"] = secret }), Encoding.UTF8, "application/json"),
        };
        var answer = await http.SendJsonAsync(request, FeishuErrors.Reclassify, cancellationToken);
        if (answer.Json is null || FeishuErrors.IsPassing(answer.Status) || FeishuErrors.CodeOf(answer.Json.RootElement) is not { } code)
        {
            throw FeishuErrors.FromStatus(Method, answer.Status, answer.RetryAfter);
        }

        // Here the fields stand at the top, not under data.
        var root = answer.Json.RootElement;
        if (code != 0)
        {
            var failure = FeishuErrors.ToException(Method, code, root);
            throw failure is FeishuApiException refused ? FeishuErrors.ToFailure(refused) : failure;
        }

        return LenientJson.Text(root, "tenant_access_token") is { Length: > 0 } token
            && LenientJson.Child(root, "expire") is { ValueKind: JsonValueKind.Number } expire && expire.TryGetInt32(out var seconds) && seconds > 0
            ? new IssuedToken(new BearerToken(token), TimeSpan.FromSeconds(seconds))
            : throw NoToken();
    }

    private static ConnectorException NoToken() => new(
        ConnectorFailure.Unauthorized, "The platform gave out no access token for the app. Check AppId, the app's secret and that the app is installed.");
}
