using System.Net.Http.Headers;
using System.Security.Authentication;
using Archive.Core.Dependencies;
using Archive.Core.Search;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Archive.Search.Elasticsearch;

/// <summary>Attempts of either transport, repeated as <see cref="ElasticsearchPipeline"/> says, and in words why none of them got an answer.
/// Thread-safe.</summary>
internal sealed class ElasticsearchRetries(ElasticsearchOptions options, bool hasCredentials, TimeProvider time, DependencyStates states)
{
    /// <summary>Name under which <see cref="DependencyStates"/> tells of the cluster.</summary>
    public const string Dependency = "elasticsearch";

    private readonly ResiliencePipeline<ElasticsearchAttempt> _pipeline =
        ElasticsearchPipeline.Build(options, hasCredentials, time, state => states.Report(Dependency, state));

    private string Nodes => string.Join(", ", options.Nodes.Select(node => node.Authority));

    /// <param name="attempt">Throws <see cref="HttpRequestException"/> or <see cref="IOException"/> when no answer arrived.</param>
    /// <exception cref="IndexUnavailableException">No attempt got an answer.</exception>
    public async Task<ElasticsearchResponse> RunAsync(Func<CancellationToken, Task<ElasticsearchAttempt>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            var last = await _pipeline.ExecuteAsync(async token => await attempt(token), cancellationToken);
            return last.Response;
        }
        catch (TimeoutRejectedException e)
        {
            throw new IndexUnavailableException(
                $"Elasticsearch ({Nodes}) did not answer in time. See whether the cluster is overloaded, or raise RequestTimeout or TotalTimeout.", e);
        }
        catch (BrokenCircuitException e)
        {
            throw new IndexUnavailableException(
                $"Elasticsearch ({Nodes}) failed nearly all recent requests, so requests are paused for a moment. See whether the cluster is running.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new IndexUnavailableException($"Elasticsearch ({Nodes}) could not be reached: {Describe(e)}", e);
        }
    }

    public static TimeSpan? WaitOf(RetryConditionHeaderValue? header, TimeProvider time)
    {
        var wait = header?.Delta ?? (header?.Date - time.GetUtcNow());
        return wait is { } value ? (value < TimeSpan.Zero ? TimeSpan.Zero : value) : null;
    }

    private static string Describe(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name cannot be resolved. Check Nodes and the network.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } =>
            "the secure connection failed. Check CertificateAuthorityFile and the name in the server's certificate.",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or IOException => "the answer broke off. See whether the node is still running.",
        _ => "no node accepts connections. See whether the cluster is running, and check Nodes.",
    };
}
