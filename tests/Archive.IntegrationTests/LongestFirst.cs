using Archive.IntegrationTests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Archive.IntegrationTests;

/// <summary>The collections that take minutes begin first: one that begins last is waited for by everything, while the second core has nothing to do.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>As measured with the servers there, longest first. What is missing here only takes its turn later.</summary>
    private static readonly string[] Long =
    [
        nameof(ServerSetUp.ServerSetUpTests), nameof(Search.Elasticsearch.ElasticsearchCluster), nameof(Cli.PostgreSqlUserTests), nameof(Search.EngineDifferenceTests),
        nameof(Search.ElasticsearchContractTests), nameof(Cli.QuarantineTests), nameof(Cli.UserTests), nameof(Cli.MoveTests), nameof(Search.Elasticsearch.ElasticsearchIndexTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(PlaceOf)];

    private static int PlaceOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        // A class without a collection of its own has one that is named after it.
        var words = collection.TestCollectionDisplayName.Split(' ', '.');
        var place = Array.FindIndex(Long, name => words.Contains(name, StringComparer.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
