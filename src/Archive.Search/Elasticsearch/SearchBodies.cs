using System.Buffers;
using System.Text.Json;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Bodies of searches.</summary>
internal static class SearchBodies
{
    private const int LargestFacet = 100;

    // What each shard reports: with a shard a year, counts are exact as long as no year has more different values.
    private const int LargestShardFacet = 5_000;

    // From 1970 to 2106, more than there are.
    private const int Months = 2_000;

    /// <summary>All in one direction.</summary>
    public static IReadOnlyList<string> SortOf(SearchOrder order) => order == SearchOrder.Relevance ? ["_score", "time", "seq"] : ["time", "seq"];

    public static void WriteLine(ArrayBufferWriter<byte> buffer, Action<Utf8JsonWriter> write)
    {
        buffer.Write(ElasticsearchClient.Write(write).Span);
        buffer.Write("\n"u8);
    }

    /// <param name="isRanked">Words weigh the same in every index, whatever each of them holds.</param>
    public static void WriteHeader(Utf8JsonWriter writer, IEnumerable<string> indices, bool isRanked)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("index"u8);
        foreach (var index in indices)
        {
            writer.WriteStringValue(index);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("allow_partial_search_results"u8, false);
        if (isRanked)
        {
            writer.WriteString("search_type"u8, "dfs_query_then_fetch"u8);
        }

        writer.WriteEndObject();
    }

    public static void WriteSearch(Utf8JsonWriter writer, ReadOnlyMemory<byte> query, IndexPaging paging, int exactLimit)
    {
        writer.WriteStartObject();
        writer.WriteNumber("from"u8, paging.Skip);
        writer.WriteNumber("size"u8, paging.Take);
        writer.WriteNumber("track_total_hits"u8, exactLimit);
        writer.WriteBoolean("_source"u8, false);
        writer.WritePropertyName("query"u8);
        writer.WriteRawValue(query.Span, skipInputValidation: true);
        WriteSort(writer, SortOf(paging.Order), paging.Order != SearchOrder.Oldest);
        if (paging.WithFacets)
        {
            writer.WriteStartObject("aggs"u8);
            foreach (var field in (string[])["source", "conversation", "sender", "type", "labels"])
            {
                WriteTerms(writer, field, LargestFacet, LargestShardFacet, isByCount: true);
            }

            WriteTerms(writer, "month", Months, Months, isByCount: false);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>How many documents searches can find.</summary>
    public static void WriteCount(Utf8JsonWriter writer, long cursor)
    {
        writer.WriteStartObject();
        writer.WriteNumber("size"u8, 0);
        writer.WriteBoolean("track_total_hits"u8, true);
        writer.WritePropertyName("query"u8);
        writer.WriteRawValue(ElasticsearchTranslator.TranslateAll(cursor).Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    /// <summary>A document with where it stands.</summary>
    public static void WriteOne(Utf8JsonWriter writer, long sequence, long cursor)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("_source"u8, false);
        writer.WriteStartArray("docvalue_fields"u8);
        writer.WriteStringValue("conversation"u8);
        writer.WriteEndArray();
        WriteSort(writer, SortOf(SearchOrder.Oldest), isDescending: false);
        writer.WritePropertyName("query"u8);
        writer.WriteRawValue(ElasticsearchTranslator.TranslateAll(Math.Min(sequence, cursor), sequence - 1).Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    /// <param name="focus">What <see cref="WriteOne"/> found.</param>
    public static void WriteNeighbours(Utf8JsonWriter writer, JsonElement focus, int count, bool isEarlier, long cursor)
    {
        writer.WriteStartObject();
        writer.WriteNumber("size"u8, count);
        writer.WriteBoolean("track_total_hits"u8, false);
        writer.WriteBoolean("_source"u8, false);
        WriteSort(writer, SortOf(SearchOrder.Oldest), isEarlier);
        writer.WritePropertyName("search_after"u8);
        focus.GetProperty("sort").WriteTo(writer);
        writer.WriteStartObject("query"u8);
        writer.WriteStartObject("bool"u8);
        writer.WriteStartArray("filter"u8);
        writer.WriteRawValue(ElasticsearchTranslator.TranslateAll(cursor).Span, skipInputValidation: true);
        writer.WriteStartObject();
        writer.WriteStartObject("term"u8);
        writer.WritePropertyName("conversation"u8);
        focus.GetProperty("fields").GetProperty("conversation")[0].WriteTo(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void WriteSort(Utf8JsonWriter writer, IReadOnlyList<string> fields, bool isDescending)
    {
        writer.WriteStartArray("sort"u8);
        foreach (var field in fields)
        {
            writer.WriteStartObject();
            writer.WriteString(field, isDescending ? "desc"u8 : "asc"u8);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTerms(Utf8JsonWriter writer, string field, int size, int shardSize, bool isByCount)
    {
        writer.WriteStartObject(field);
        writer.WriteStartObject("terms"u8);
        writer.WriteString("field"u8, field);
        writer.WriteNumber("size"u8, size);
        writer.WriteNumber("shard_size"u8, shardSize);
        if (!isByCount)
        {
            writer.WriteStartObject("order"u8);
            writer.WriteString("_key"u8, "asc"u8);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
