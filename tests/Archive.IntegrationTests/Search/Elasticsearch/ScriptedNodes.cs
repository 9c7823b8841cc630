using System.Net;
using System.Text;
using Archive.Search.Elasticsearch;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>Nodes that answer as a test says, for what a real server cannot be made to do.</summary>
internal sealed class ScriptedNodes : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _answers = [];

    /// <summary>Method, host and port, path, and authorization scheme of each request.</summary>
    public List<string> Requests { get; } = [];

    public ScriptedNodes Then(int status, string body = "{}", string? retryAfter = null, bool isProduct = true)
    {
        _answers.Enqueue((_, _) =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            if (isProduct)
            {
                response.Headers.Add("X-elastic-product", "Elasticsearch");
            }

            if (retryAfter is not null)
            {
                response.Headers.Add("Retry-After", retryAfter);
            }

            return Task.FromResult(response);
        });
        return this;
    }

    public ScriptedNodes ThenFail(HttpRequestError error = HttpRequestError.ConnectionError)
    {
        _answers.Enqueue((_, _) => throw new HttpRequestException(error, "refused"));
        return this;
    }

    public ScriptedNodes ThenSilence()
    {
        _answers.Enqueue(async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("Not reached.");
        });
        return this;
    }

    public HttpElasticsearchTransport ToTransport(ElasticsearchOptions options, TimeProvider? time = null) =>
        new(new HttpClient(this) { Timeout = Timeout.InfiniteTimeSpan }, options, time ?? TimeProvider.System);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add($"{request.Method} {request.RequestUri!.Authority}{request.RequestUri.PathAndQuery} {request.Headers.Authorization?.Scheme}".TrimEnd());
        return _answers.Dequeue()(request, cancellationToken);
    }
}
