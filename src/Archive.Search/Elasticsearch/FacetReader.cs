using System.Text.Json;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Facets from the aggregations of a search, with names from the register.</summary>
internal static class FacetReader
{
    private const int Largest = 20;

    public static SearchFacets Read(JsonElement answer, ElasticsearchNames names) => new(
        MostFrequent(SearchAnswers.BucketsOf(answer, "source").Select(bucket => new FacetCount(bucket.Key, bucket.Key, bucket.Count))),
        ReadNamed(answer, "conversation", NamedKind.Conversation, names),
        ReadNamed(answer, "sender", NamedKind.Person, names),
        MostFrequent(SearchAnswers.BucketsOf(answer, "type").Select(bucket => new FacetCount(bucket.Key, bucket.Key, bucket.Count))),
        MostFrequent(SearchAnswers.BucketsOf(answer, "labels").Select(bucket => new FacetCount(bucket.Key, bucket.Key, bucket.Count))),
        [.. SearchAnswers.BucketsOf(answer, "month").Select(bucket => new FacetCount(bucket.Key, bucket.Key, bucket.Count))]);

    private static List<FacetCount> ReadNamed(JsonElement answer, string aggregation, NamedKind kind, ElasticsearchNames names)
    {
        // A name that was erased a moment ago has no entry: its last document is just going.
        return MostFrequent(
            from bucket in SearchAnswers.BucketsOf(answer, aggregation)
            let known = names.Find(kind, bucket.Key)
            where known is not null
            select new FacetCount(known.Id, known.Label, bucket.Count));
    }

    private static List<FacetCount> MostFrequent(IEnumerable<FacetCount> facets) =>
        [.. facets.OrderByDescending(facet => facet.Count).ThenBy(facet => facet.Value, StringComparer.Ordinal).Take(Largest)];
}
