using System.Net.Http.Headers;
using Archive.Core.Search;
using Polly;
using Polly.Timeout;

namespace Archive.Search.Elasticsearch;

/// <summary>The transport over <see cref="HttpClient"/>: stays with one node and goes to the next when it fails; retries as
/// <see cref="ElasticsearchPipeline"/> says. Requests may reach the cluster more than once: all of ours bear it.</summary>
internal sealed class HttpElasticsearchTransport : IElasticsearchTransport
{
    private const string ProductHeader = "X-elastic-product";

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Lines = new("application/x-ndjson");
    private static readonly MediaTypeWithQualityHeaderValue Accepted = new("application/json");

    private readonly HttpClient _http;
    private readonly ElasticsearchOptions _options;
    private readonly ElasticsearchCredentials _credentials;
    private readonly ResiliencePipeline<ElasticsearchAttempt> _pipeline;
    private readonly TimeProvider _time;

    // Index of the node that is asked next; only ever grows.
    private int _node;

    /// <param name="http">Without a time-out of its own, redirects or cookies.</param>
    public HttpElasticsearchTransport(HttpClient http, ElasticsearchOptions options, TimeProvider time)
    {
        _http = http;
        _options = options;
        _time = time;
        _credentials = new ElasticsearchCredentials(options);
        _pipeline = ElasticsearchPipeline.Build(options, _credentials.AreGiven, time);
    }

    public async Task<ElasticsearchResponse> SendAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, ElasticsearchBody kind, CancellationToken cancellationToken)
    {
        try
        {
            var attempt = await _pipeline.ExecuteAsync(async token => await TryAsync(method, pathAndQuery, body, kind, token), cancellationToken);
            return attempt.Response;
        }
        catch (TimeoutRejectedException e)
        {
            throw new IndexUnavailableException(
                $"Elasticsearch ({Nodes}) did not answer in time. See whether the cluster is overloaded, or raise RequestTimeout or TotalTimeout.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new IndexUnavailableException($"Elasticsearch ({Nodes}) could not be reached: {Describe(e)}", e);
        }
    }

    private string Nodes => string.Join(", ", _options.Nodes.Select(node => node.Authority));

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
            _credentials.Authorize(request);
            if (kind != ElasticsearchBody.None)
            {
                request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = kind == ElasticsearchBody.Json ? Json : Lines } };
            }

            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var answer = new ElasticsearchResponse((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
            RequireProduct(node, response);
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

    /// <summary>A success of something else, a proxy's page say, must not be taken for an empty index.</summary>
    private static void RequireProduct(Uri node, HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode
            && !(response.Headers.TryGetValues(ProductHeader, out var products) && products.Contains("Elasticsearch", StringComparer.Ordinal)))
        {
            throw new IndexUnavailableException($"{node.Authority} is not an Elasticsearch. Check Nodes.");
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - _time.GetUtcNow());
        return wait is { } value ? (value < TimeSpan.Zero ? TimeSpan.Zero : value) : null;
    }

    private static string Describe(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name cannot be resolved. Check Nodes and the network.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: System.Security.Authentication.AuthenticationException } =>
            "the secure connection failed. Check CertificateAuthorityFile and the name in the server's certificate.",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or IOException => "the answer broke off. See whether the node is still running.",
        _ => "no node accepts connections. See whether the cluster is running, and check Nodes.",
    };
}
