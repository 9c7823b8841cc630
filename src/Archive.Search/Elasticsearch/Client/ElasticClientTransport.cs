using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using Archive.Core.Dependencies;
using Elastic.Clients.Elasticsearch;
using Elastic.Transport;
using Polly.Timeout;
using ElasticMethod = Elastic.Transport.HttpMethod;
using HttpMethod = System.Net.Http.HttpMethod;
using VendorClient = Elastic.Clients.Elasticsearch.ElasticsearchClient;

namespace Archive.Search.Elasticsearch.Client;

/// <summary>The transport over Elastic's client: its node pool chooses the node and its pipeline sends; bodies are ours, as they are. Retries,
/// time-outs and words are those of <see cref="HttpElasticsearchTransport"/>. Requests may reach the cluster more than once: all of ours bear it.</summary>
internal sealed class ElasticClientTransport : IElasticsearchTransport
{
    private const string RetryAfterHeader = "Retry-After";

    // The pool doubles this up to half an hour: too long for a node that was only restarted.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    private readonly ITransport<IElasticsearchClientSettings> _transport;
    private readonly ElasticsearchCredentials _credentials;
    private readonly ElasticsearchRetries _retries;
    private readonly TimeProvider _time;

    // One instance each: the client keeps what it derives from them by reference.
    private readonly RequestConfiguration _json;
    private readonly RequestConfiguration _lines;

    /// <exception cref="Core.Search.IndexUnavailableException">The file of the certificate authorities cannot be read.</exception>
    public ElasticClientTransport(ElasticsearchOptions options, TimeProvider time, DependencyStates states)
        : this(options, time, states, HandlersOf(options))
    {
    }

    /// <param name="makeHandler">Called for each set of connections; the client renews them every five minutes.</param>
    internal ElasticClientTransport(ElasticsearchOptions options, TimeProvider time, DependencyStates states, Func<HttpMessageHandler> makeHandler)
    {
        _time = time;
        _credentials = new ElasticsearchCredentials(options);
        _retries = new ElasticsearchRetries(options, _credentials.AreGiven, time, states);

        // A handler of our own: the client's has neither a limit for connecting nor our check of certificates, and follows redirects.
        var settings = new ElasticsearchClientSettings(new OneNodeAtATime(options.Nodes), new HttpRequestInvoker((_, _) => makeHandler()))
            .ResponseHeadersToParse(new HeadersList(new[] { ElasticsearchProduct.Header, RetryAfterHeader }))
            .MaxDeadTimeout(LongestRest)
            .EnableHttpCompression(false)

            // The answer to a ping, a 404 or a 401 of HEAD /, would come back as the answer to the request that it went before.
            .DisablePing()

            // Ours goes first; this one ends what ours did not.
            .RequestTimeout(options.TotalTimeout + options.RequestTimeout);
        if (_credentials.AreGiven)
        {
            settings = settings.Authentication(new CurrentCredentials(_credentials));
        }

        var client = new VendorClient(settings);
        _transport = client.Transport;

        // The server wants its version on both headers or on neither: what the client accepts says which.
        var accept = client.ElasticsearchClientSettings.Accept ?? "application/json";
        _json = new RequestConfiguration { Accept = accept, ContentType = accept };
        _lines = new RequestConfiguration
        {
            Accept = accept,
            ContentType = accept.Replace("+json", "+x-ndjson", StringComparison.Ordinal).Replace("application/json", "application/x-ndjson", StringComparison.Ordinal),
        };
    }

    public Task<ElasticsearchResponse> SendAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, ElasticsearchBody kind, CancellationToken cancellationToken) =>
        _retries.RunAsync(token => TryAsync(method, pathAndQuery, body, kind, token), cancellationToken);

    private async Task<ElasticsearchAttempt> TryAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, ElasticsearchBody kind, CancellationToken cancellationToken)
    {
        // Read here, where an unreadable file is its own error and not one of the client's.
        _ = _credentials.Header;
        var response = await RequestAsync(
            new EndpointPath(Convert(method), pathAndQuery),
            kind == ElasticsearchBody.None ? null : PostData.ReadOnlyMemory(body),
            kind == ElasticsearchBody.Lines ? _lines : _json,
            cancellationToken);
        var details = response.ApiCallDetails;

        // Any error status comes with an exception too, which says nothing more; one of the connection means that the status is no whole answer.
        if (details.HttpStatusCode is not { } status || details.OriginalException is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw CauseOf(details.OriginalException);
        }

        // Null when the content type is not one of Elasticsearch's.
        var answer = new ElasticsearchResponse(status, response.Body);
        if (answer.IsSuccess)
        {
            RequireProduct(details);
        }

        if (status == 401)
        {
            _credentials.ReadAgain();
        }

        return new ElasticsearchAttempt(answer, RetryAfter(details));
    }

    private async Task<BytesResponse> RequestAsync(
        EndpointPath path, PostData? body, RequestConfiguration configuration, CancellationToken cancellationToken)
    {
        try
        {
            return await _transport.RequestAsync<BytesResponse>(path, body, null, configuration, cancellationToken);
        }
        catch (Exception e) when (e is TransportException or PipelineException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(CauseOf(e));
            throw;
        }
    }

    /// <summary>What our pipeline knows how to judge.</summary>
    private static Exception CauseOf(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is OperationCanceledException)
            {
                return new TimeoutRejectedException("The client gave up waiting.", cause);
            }

            if (cause is HttpRequestException or IOException or Core.Search.IndexUnavailableException)
            {
                return cause;
            }
        }

        return new HttpRequestException("No node answered.", failure);
    }

    private static void RequireProduct(ApiCallDetails details)
    {
        if (!details.HasExpectedContentType)
        {
            throw ElasticsearchProduct.Missing(details.Uri!); // set with the status
        }

        ElasticsearchProduct.Require(details.Uri!, details.TryGetHeader(ElasticsearchProduct.Header, out var products) ? products : []);
    }

    private TimeSpan? RetryAfter(ApiCallDetails details) =>
        details.TryGetHeader(RetryAfterHeader, out var values) && RetryConditionHeaderValue.TryParse(values.FirstOrDefault(), out var header)
            ? ElasticsearchRetries.WaitOf(header, _time)
            : null;

    private static Func<HttpMessageHandler> HandlersOf(ElasticsearchOptions options)
    {
        var authority = PinnedAuthority.Find(options);
        return () => ElasticsearchServiceCollectionExtensions.CreateHandler(authority);
    }

    private static ElasticMethod Convert(HttpMethod method) => method.Method switch
    {
        "GET" => ElasticMethod.GET,
        "HEAD" => ElasticMethod.HEAD,
        "POST" => ElasticMethod.POST,
        "PUT" => ElasticMethod.PUT,
        "DELETE" => ElasticMethod.DELETE,
        var other => throw new ArgumentOutOfRangeException(nameof(method), other, "The client knows no such method."),
    };
}
