using System.Net;
using System.Text;
using System.Text.Json;
using Archive.Connectors.Http;

namespace Archive.Connectors.WeCom.Api;

/// <summary>Calls the JSON methods of the platform with one of a corporation's secrets. Reading methods only: there is no way here to call one that changes
/// anything.</summary>
/// <param name="baseUrl">The host alone.</param>
internal sealed class WeComApi(ConnectorHttp http, WeComTokens tokens, Uri baseUrl, RequestPace pace)
{
    /// <summary>Right once something was answered.</summary>
    public PlatformClock Clock => http.Clock;

    public static Uri AddressOf(Uri baseUrl, string path) => new(baseUrl, "/cgi-bin/" + path);

    public Task<WeComReply> GetAsync(string method, IReadOnlyList<(string Name, string? Value)> arguments, CancellationToken cancellationToken) =>
        SendAsync(method, arguments, null, cancellationToken);

    public Task<WeComReply> PostAsync(string method, object body, CancellationToken cancellationToken) =>
        SendAsync(method, [], JsonSerializer.Serialize(body), cancellationToken);

    /// <exception cref="Core.Connectors.ConnectorException">The run cannot go on.</exception>
    /// <exception cref="WeComApiException">The thing asked for is gone or out of reach.</exception>
    private async Task<WeComReply> SendAsync(
        string method, IReadOnlyList<(string Name, string? Value)> arguments, string? body, CancellationToken cancellationToken)
    {
        var (renewed, rested) = (false, false);
        while (true)
        {
            await pace.WaitAsync(method, cancellationToken);
            var token = await tokens.GetAsync(cancellationToken);
            using var request = new HttpRequestMessage(
                body is null ? HttpMethod.Get : HttpMethod.Post, AddressOf(baseUrl, method + QueryString.Of([token.ToArgument("access_token"), .. arguments])))
            {
                Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
            };
            var answer = await http.SendJsonAsync(request, WeComErrors.Reclassify, cancellationToken);
            if (answer.Json?.RootElement is not { } root || answer.Status != HttpStatusCode.OK || WeComErrors.CodeOf(root) is not { } code)
            {
                throw WeComErrors.FromStatus(method, answer.Status);
            }

            if (code == 0)
            {
                return new WeComReply(root, answer.Headers.Date);
            }

            if (WeComErrors.LimitCodes.Contains(code))
            {
                pace.Quiet(method, WeComErrors.Rest);
                rested = rested ? throw WeComErrors.FromCode(method, code) : true; // once more after the rest
            }
            else
            {
                renewed = renewed || !WeComErrors.TokenCodes.Contains(code) ? throw WeComErrors.FromCode(method, code) : true;
                tokens.Discard(token); // ended early: once more with another one
            }
        }
    }
}

/// <param name="Date">What time it is at the platform, as the answer says.</param>
internal sealed record WeComReply(JsonElement Json, DateTimeOffset? Date);
