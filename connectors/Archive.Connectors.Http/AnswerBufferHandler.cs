using System.Net;
using System.Text.Json;
using System.Text.Unicode;

namespace Archive.Connectors.Http;

/// <summary>Sits inside the retries and reads the whole body there, so that a connection that breaks in the middle, or JSON that ends too
/// early, counts as a failed attempt and not as an answer.</summary>
internal sealed class AnswerBufferHandler : DelegatingHandler
{
    // A cut of invalid depth is an attack, not a message: Slack's blocks nest about ten deep.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128 };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!request.Options.TryGetValue(AnswerExpectation.Key, out var expected))
        {
            return response;
        }

        try
        {
            var (mediaType, disposition) = (response.Content.Headers.ContentType, response.Content.Headers.ContentDisposition);
            var (content, json) = expected.Json
                ? await ReadJsonAsync(response, expected, cancellationToken) : await ReadFileAsync(response, expected, cancellationToken);
            response.Content.Dispose();
            response.Content = content;
            response.Content.Headers.ContentType = mediaType;
            response.Content.Headers.ContentDisposition = disposition;
            if (json is not null && expected.Reclassify?.Invoke(json.RootElement) is { } status)
            {
                response.StatusCode = status;
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task<(HttpContent, JsonDocument?)> ReadJsonAsync(HttpResponseMessage response, AnswerExpectation expected, CancellationToken cancellationToken)
    {
        var bytes = await BoundedBody.ReadAsync(response.Content, expected.MaxBytes, cancellationToken);
        var json = Parse(response.StatusCode, bytes);
        return (new BufferedAnswer(bytes, json), json);
    }

    private static async Task<(HttpContent, JsonDocument?)> ReadFileAsync(HttpResponseMessage response, AnswerExpectation expected, CancellationToken cancellationToken)
    {
        var file = await BoundedBody.ReadFileAsync(response.Content, expected.MaxBytes, cancellationToken);
        var refusal = expected.Reclassify is not null && response.StatusCode >= HttpStatusCode.BadRequest ? Parse(response.StatusCode, file.Read()) : null;
        return (new FileAnswer(file, refusal), refusal);
    }

    private static JsonDocument? Parse(HttpStatusCode status, byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            return status >= HttpStatusCode.BadRequest ? null : throw new BrokenAnswerException("The answer is not valid UTF-8.");
        }

        try
        {
            return JsonDocument.Parse(bytes, Strict);
        }
        catch (JsonException e)
        {
            // An error status already says what happened; its body may be any page of a proxy.
            return status >= HttpStatusCode.BadRequest
                ? null
                : throw new BrokenAnswerException($"The answer ({bytes.Length} bytes) is not complete JSON.", e);
        }
    }
}
