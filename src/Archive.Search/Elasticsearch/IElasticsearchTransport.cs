using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Brings requests to a cluster. Any HTTP status is an answer. Safe for concurrent callers.</summary>
internal interface IElasticsearchTransport
{
    /// <param name="pathAndQuery">From the slash on, escaped.</param>
    /// <param name="body">Not changed before the task ends; may be sent several times.</param>
    /// <exception cref="IndexUnavailableException">No node could be reached, none answered in time, the answer broke off, or it is not
    /// Elasticsearch that answers. The message says what to do.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<ElasticsearchResponse> SendAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, ElasticsearchBody kind, CancellationToken cancellationToken);
}

/// <param name="Body">All of it, mostly JSON; a proxy's error page may be anything.</param>
internal sealed record ElasticsearchResponse(int Status, ReadOnlyMemory<byte> Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}

internal enum ElasticsearchBody
{
    None,
    Json,

    /// <summary>JSON values, each in a line of its own: bulk and msearch.</summary>
    Lines,
}
