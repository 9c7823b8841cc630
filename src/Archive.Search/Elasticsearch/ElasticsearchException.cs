using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>An answer that is not what was hoped for.</summary>
/// <param name="type">Type of the error in the server's words: "index_not_found_exception".</param>
internal sealed class ElasticsearchException(int status, string type, string message) : IndexUnavailableException(message)
{
    public const string MissingIndex = "index_not_found_exception";
    public const string MissingContext = "search_context_missing_exception";

    /// <summary>An index or a point in time that was there is not any more: perhaps because a new generation took over.</summary>
    public bool IsGone => Status == 404 && Type is (MissingIndex or MissingContext);

    public int Status { get; } = status;

    public string Type { get; } = type;
}
