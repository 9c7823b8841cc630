using System.Net;
using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.Feishu;

/// <summary>Calls methods of the platform, within the budget and with the app's token. Reading methods only: there is no way here to call one that changes
/// anything.</summary>
/// <param name="baseUrl">The host alone.</param>
internal sealed class FeishuApi(ConnectorHttp http, FeishuTokens tokens, Uri baseUrl, RequestPace pace)
{
    // An error tells of itself in a few hundred bytes, also where the limit for files is lower.
    private const int MostBytesOfRefusal = 64 * 1024;

    public static Uri AddressOf(Uri baseUrl, string path) => new(baseUrl, "/open-apis/" + path);

    /// <param name="method">The path without the ids in it, for the budget and for messages: "im/v1/chats/members".</param>
    /// <param name="path">Below /open-apis/.</param>
    /// <exception cref="ConnectorException">The run cannot go on.</exception>
    /// <exception cref="FeishuApiException">The thing asked for is gone or out of reach, or a page is.</exception>
    public async Task<FeishuAnswer> CallAsync(
        string method, string path, IReadOnlyList<(string Name, string? Value)> arguments, CancellationToken cancellationToken)
    {
        var address = AddressOf(baseUrl, path + QueryString.Of(arguments));
        for (var first = true; ; first = false)
        {
            await pace.WaitAsync(method, cancellationToken);
            var token = await tokens.GetAsync(cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            token.Authorize(request);
            var answer = await http.SendJsonAsync(request, FeishuErrors.Reclassify, cancellationToken);
            if (answer.Json is not { } json || FeishuErrors.IsPassing(answer.Status) || FeishuErrors.CodeOf(json.RootElement) is not { } code)
            {
                throw Refused(method, answer.Status, answer.RetryAfter);
            }

            if (code == 0)
            {
                return new FeishuAnswer(method, LenientJson.Child(json.RootElement, "data"), answer.Headers.Date);
            }

            if (!first || !FeishuErrors.TokenCodes.Contains(code))
            {
                throw FeishuErrors.ToException(method, code, json.RootElement);
            }

            // Ended early, or revoked by a change of the app: once more with another one.
            tokens.Discard(token);
        }
    }

    /// <summary>Takes a file, or says why not.</summary>
    /// <exception cref="ConnectorException">Transient: the platform did not answer usably. Anything else: the run cannot go on.</exception>
    /// <exception cref="FeishuApiException">The app may not read the chat of the file (any more).</exception>
    public async Task<FeishuDownload> DownloadAsync(string method, string path, int maxBytes, CancellationToken cancellationToken)
    {
        for (var first = true; ; first = false)
        {
            await pace.WaitAsync(method, cancellationToken);
            var token = await tokens.GetAsync(cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(baseUrl, path));
            token.Authorize(request);
            HttpResponseMessage response;
            try
            {
                var expected = new AnswerExpectation(Math.Max(maxBytes, MostBytesOfRefusal), Json: false, FeishuErrors.Reclassify);
                response = await http.SendAsync(request, expected, cancellationToken);
            }
            catch (AnswerTooLargeException)
            {
                return TooLarge(maxBytes);
            }

            using (response)
            {
                var refused = RefusalIn(response);
                if (response is { StatusCode: HttpStatusCode.OK, Content: FileAnswer { File: var file } } && refused.ValueKind == JsonValueKind.Undefined)
                {
                    return file.Length > maxBytes ? TooLarge(maxBytes) : new FeishuDownload(file, response.Content.Headers.ContentType?.MediaType, null);
                }

                var code = FeishuErrors.CodeOf(refused);
                if (first && code is { } known && FeishuErrors.TokenCodes.Contains(known))
                {
                    tokens.Discard(token);
                    continue;
                }

                // Only a status of error made the retries look into it.
                var status = FeishuErrors.Reclassify(refused) ?? response.StatusCode;
                return FeishuErrors.IsPassing(status) ? throw Refused(method, status, http.RetryAfter(response)) : Refusal(method, code, status, refused);
            }
        }
    }

    /// <summary>What the platform says in place of a file; undefined where it gives one out. A code other than 0 is an error with status 200 too, and a file of
    /// JSON comes as an attachment.</summary>
    private static JsonElement RefusalIn(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return (response.Content as FileAnswer)?.Refusal?.RootElement ?? default;
        }

        if (response.Content is not FileAnswer { File: { Length: <= MostBytesOfRefusal } file, Headers: { ContentDisposition: null, ContentType.MediaType: "application/json" } })
        {
            return default;
        }

        try
        {
            var answer = JsonElement.Parse(file.Read());
            return FeishuErrors.CodeOf(answer) is not (null or 0) ? answer : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static FeishuDownload TooLarge(int maxBytes) => new(null, null, $"Larger than the limit of {maxBytes} bytes.", Final: true);

    /// <summary>A file that cannot be had is a line beside its message; what says that nothing can be had ends the run.</summary>
    private static FeishuDownload Refusal(string method, int? code, HttpStatusCode status, JsonElement answer)
    {
        if (code is { } known)
        {
            return FeishuErrors.ToException(method, known, answer) switch
            {
                FeishuApiException { ReasonOfItem: { } reason } => new FeishuDownload(null, null, reason, Final: true),
                ConnectorException { Kind: ConnectorFailure.Unauthorized } fatal => throw fatal,
                FeishuApiException { ScopeIsMissing: true } missing => throw FeishuErrors.ToFailure(missing),
                FeishuApiException { IsDenied: true } denied => throw denied,
                _ => new FeishuDownload(null, null, $"The platform refused the download with code {known}."),
            };
        }

        return new FeishuDownload(null, null, $"The platform answered the download with status {(int)status}.");
    }

    private ConnectorException Refused(string method, HttpStatusCode status, TimeSpan? retryAfter)
    {
        if (status == HttpStatusCode.TooManyRequests && retryAfter is { } wait)
        {
            pace.Quiet(method, wait);
        }

        return FeishuErrors.FromStatus(method, status, retryAfter);
    }
}
