using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Archive.Core.Connectors;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Archive.Connectors.Http;

/// <summary>Sends requests whose bodies are read within the retries, and tells what remained of the failures as <see cref="ConnectorException"/>.</summary>
/// <param name="http">A client made by <see cref="ConnectorHttpServiceCollectionExtensions.AddConnectorHttpClient"/>.</param>
/// <param name="platform">Name of the platform for messages to people.</param>
public sealed class ConnectorHttp(HttpClient http, ConnectorHttpOptions options, string platform, TimeProvider time)
{
    /// <summary>For whoever makes marks of times. Right once something was answered.</summary>
    public PlatformClock Clock { get; } = new(time);

    /// <summary>The answer's status (after <paramref name="reclassify"/>), its JSON where it is JSON, and the Retry-After it carried.</summary>
    /// <exception cref="ConnectorException">Transient: no usable answer after all retries. Permanent: the answer is over the limit.</exception>
    public async Task<JsonAnswer> SendJsonAsync(
        HttpRequestMessage request, Func<JsonElement, HttpStatusCode?>? reclassify, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await SendAsync(request, new AnswerExpectation(options.MaxAnswerBytes, Json: true, reclassify), cancellationToken);
            Clock.Compare(response.Headers.Date);
            return new JsonAnswer(
                response.StatusCode, (response.Content as BufferedAnswer)?.Json, RetryAfter(response), response.Headers);
        }
        catch (AnswerTooLargeException e)
        {
            throw new ConnectorException(
                ConnectorFailure.Permanent, $"{platform} sent an answer over {e.Limit} bytes. Lower the page size of the source.", e);
        }
    }

    /// <exception cref="ConnectorException">Transient: no answer after all retries.</exception>
    /// <exception cref="AnswerTooLargeException">The body is larger than expected; nothing of it is kept.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, AnswerExpectation expected, CancellationToken cancellationToken)
    {
        request.Options.Set(AnswerExpectation.Key, expected);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException or BrokenCircuitException or IOException)
        {
            throw new ConnectorException(ConnectorFailure.Transient, $"{platform} gave no usable answer: {Describe(e)}. It is tried again with the next run.", e);
        }
    }

    /// <summary>The wait that an answer asks for; null when it asks for none.</summary>
    public TimeSpan? RetryAfter(HttpResponseMessage response) => ConnectorPipeline.RetryAfter(response, options, time);

    private static string Describe(Exception e) => e switch
    {
        TimeoutRejectedException => "it took too long",
        BrokenCircuitException => "nearly all recent calls failed, so calls are paused for a moment",
        BrokenAnswerException => e.Message.TrimEnd('.'),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name cannot be resolved; check network and proxy",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "the secure connection failed; check certificates and proxy",
        _ => "the connection failed",
    };
}

/// <param name="Json">Null when an error status came with a body that is not JSON.</param>
public sealed record JsonAnswer(HttpStatusCode Status, JsonDocument? Json, TimeSpan? RetryAfter, HttpResponseHeaders Headers);
