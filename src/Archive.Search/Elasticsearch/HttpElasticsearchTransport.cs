using System.Net.Http.Headers;
using Archive.Core.Dependencies;

namespace Archive.Search.Elasticsearch;

/// <summary>The transport over <see cref="HttpClient"/>: stays with one node and goes to the next when it fails; retries as
/// <see cref="ElasticsearchPipeline"/> says. Requests may reach the cluster more than once: all of ours bear it.</summary>
internal sealed class HttpElasticsearchTransport : IElasticsearchTransport
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Lines = new("application/x-ndjson");
    private static readonly MediaTypeWithQualityHeaderValue Accepted = new("application/json");

    private readonly HttpClient _http;
    private readonly ElasticsearchOptions _options;
    private readonly ElasticsearchCredentials _credentials;
    private readonly ElasticsearchRetries _retries;
    private readonly TimeProvider _time;

    // Index of the node that is asked next; only ever grows.
    private int _node;

    /// <param name="http">Without a time-out of its own, redirects or cookies.</param>
    public HttpElasticsearchTransport(HttpClient http, ElasticsearchOptions options, TimeProvider time, DependencyStates states)
    {
        _http = http;
        _options = options;
        _time = time;
        _credentials = new ElasticsearchCredentials(options);
        _retries = new ElasticsearchRetries(options, _credentials.AreGiven, time, states);
    }

    public Task<ElasticsearchResponse> SendAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, ElasticsearchBody kind, CancellationToken cancellationToken) =>
        _retries.RunAsync(token => TryAsync(method, pathAndQuery, body, kind, token), cancellationToken);

    private async Task<ElasticsearchAttempt> TryAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, ElasticsearchBody kind, CancellationToken cancellationToken)
    {
        var number = Volatile.Read(ref _node);
        var node = _options.Nodes[(int)((uint)number % (uint)_options.Nodes.Count)];
        var isOver = false;
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(node, pathAndQuery));
            request.Headers.Accept.Add(Accepted);
            request.Headers.Authorization = _credentials.Header;
            if (kind != ElasticsearchBody.None)
            {
                request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = kind == ElasticsearchBody.Json ? Json : Lines } };
            }

            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var answer = new ElasticsearchResponse((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (answer.IsSuccess)
            {
                ElasticsearchProduct.Require(node, response.Headers.TryGetValues(ElasticsearchProduct.Header, out var products) ? products : []);
            }

            if (answer.Status == 401)
            {
                _credentials.ReadAgain();
            }

            isOver = !ElasticsearchPipeline.IsTransient(answer.Status);
            return new ElasticsearchAttempt(answer, RetryAfter(response));
        }
        finally
        {
            if (!isOver)
            {
                // Of several that failed at the same node, one moves on.
                Interlocked.CompareExchange(ref _node, number + 1, number);
            }
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => ElasticsearchRetries.WaitOf(response.Headers.RetryAfter, _time);
}
