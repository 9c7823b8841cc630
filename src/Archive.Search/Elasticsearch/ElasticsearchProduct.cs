using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>A success of something else, a proxy's page say, must not be taken for an empty index.</summary>
internal static class ElasticsearchProduct
{
    public const string Header = "X-elastic-product";

    /// <param name="values">Of <see cref="Header"/>.</param>
    /// <exception cref="IndexUnavailableException">It is not Elasticsearch that answered.</exception>
    public static void Require(Uri node, IEnumerable<string> values)
    {
        if (!values.Contains("Elasticsearch", StringComparer.Ordinal))
        {
            throw Missing(node);
        }
    }

    public static IndexUnavailableException Missing(Uri node) => new($"{node.Authority} is not an Elasticsearch. Check Nodes.");
}
