using System.Globalization;
using System.Text.Json;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Reads what searches answer.</summary>
internal static class SearchAnswers
{
    /// <exception cref="IndexUnavailableException">A part of the index did not answer: hits may be missing, so there is no answer.</exception>
    public static JsonElement Check(JsonElement answer)
    {
        if (answer.TryGetProperty("error", out var error))
        {
            throw ElasticsearchClient.Failure(answer.GetProperty("status").GetInt32(), ElasticsearchClient.TypeOf(error));
        }

        if (answer.GetProperty("timed_out").GetBoolean()
            || answer.GetProperty("_shards").GetProperty("failed").GetInt32() > 0)
        {
            throw new IndexUnavailableException("A part of the search index did not answer. See the cluster's health and try again.");
        }

        return answer;
    }

    public static (long Total, bool Exact) TotalOf(JsonElement answer)
    {
        var total = answer.GetProperty("hits").GetProperty("total");
        return (total.GetProperty("value").GetInt64(), total.GetProperty("relation").ValueEquals("eq"u8));
    }

    public static JsonElement[] HitsOf(JsonElement answer) => [.. answer.GetProperty("hits").GetProperty("hits").EnumerateArray()];

    public static long SequenceOf(JsonElement hit) =>
        long.Parse(hit.GetProperty("_id").GetString()!, NumberStyles.None, CultureInfo.InvariantCulture); // ids are the sequence numbers

    /// <summary>Buckets of an aggregation.</summary>
    public static IReadOnlyList<(string Key, long Count)> BucketsOf(JsonElement answer, string aggregation) =>
        [.. answer.GetProperty("aggregations").GetProperty(aggregation).GetProperty("buckets").EnumerateArray()
            .Select(bucket => (bucket.GetProperty("key").GetString()!, bucket.GetProperty("doc_count").GetInt64()))]; // keyword fields have strings
}
