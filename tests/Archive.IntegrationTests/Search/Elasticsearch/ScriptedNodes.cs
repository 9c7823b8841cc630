using System.IO.Pipelines;
using System.Net;
using System.Text;
using Archive.Core.Dependencies;
using Archive.Search.Elasticsearch;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>Nodes that answer as a test says, for what a real server cannot be made to do.</summary>
internal sealed class ScriptedNodes : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _answers = [];

    /// <summary>Method, host and port, path, and authorization scheme of each request.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What each request with a body accepted, and what it carried.</summary>
    public List<(string Accept, string ContentType, string Body)> Bodies { get; } = [];

    public ScriptedNodes Then(int status, string body = "{}", string? retryAfter = null, bool isProduct = true, string mediaType = "application/json")
    {
        _answers.Enqueue((_, _) =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
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

    /// <summary>The connection is gone in the middle of the body.</summary>
    public ScriptedNodes ThenHalf()
    {
        _answers.Enqueue(async (_, cancellationToken) =>
        {
            var pipe = new Pipe();
            await pipe.Writer.WriteAsync("{\"took\":"u8.ToArray(), cancellationToken);
            await pipe.Writer.CompleteAsync(new HttpIOException(HttpRequestError.ResponseEnded));
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) };
            response.Content.Headers.ContentType = new("application/json");
            response.Headers.Add("X-elastic-product", "Elasticsearch");
            return response;
        });
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

    public IElasticsearchTransport ToTransport(ElasticsearchOptions options, DependencyStates? states = null) =>
        ElasticsearchTransports.Create(options, this, states);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add($"{request.Method} {request.RequestUri!.Authority}{request.RequestUri.PathAndQuery} {request.Headers.Authorization?.Scheme}".TrimEnd());
        if (request.Content is { } content)
        {
            Bodies.Add((request.Headers.Accept.ToString(), content.Headers.ContentType!.ToString(), await content.ReadAsStringAsync(cancellationToken)));
        }

        return await _answers.Dequeue()(request, cancellationToken);
    }
}
