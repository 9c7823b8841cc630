using System.Buffers;
using System.Text.Json;

namespace Archive.Search.Elasticsearch;

/// <summary>Asks which conversations and people documents still name. Thread-safe.</summary>
internal sealed class UsedNames(ElasticsearchClient client, IndexNames names)
{
    private const int LargestPage = 10_000;
    private const int QuestionsAtOnce = 500;

    /// <summary>Names of conversations and people that no document of any generation has.</summary>
    public async Task<IReadOnlyList<NamedThing>> FindUnusedAsync(ElasticsearchState state, ElasticsearchNames known, CancellationToken cancellationToken)
    {
        var indices = state.Generations.SelectMany(names.MessagesOf).ToArray();
        var conversations = await ReadKeysAsync(indices, "conversation", cancellationToken);
        var senders = await ReadKeysAsync(indices, "sender", cancellationToken);
        var silent = known.List(NamedKind.Person).Where(thing => !senders.Contains(KeyOf(thing))).ToArray();
        var recipients = await FindRecipientsAsync(indices, [.. silent.Select(KeyOf).Distinct(StringComparer.Ordinal)], cancellationToken);
        return
        [
            .. known.List(NamedKind.Conversation).Where(thing => !conversations.Contains(KeyOf(thing))),
            .. silent.Where(thing => !recipients.Contains(KeyOf(thing))),
        ];
    }

    private static string KeyOf(NamedThing thing) => ElasticsearchNames.KeyOf(thing.Kind, thing.Source, thing.Id);

    private async Task<HashSet<string>> ReadKeysAsync(string[] indices, string field, CancellationToken cancellationToken)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        string? after = null;
        while (indices.Length > 0)
        {
            using var json = await client.ReadAsync(
                HttpMethod.Post, $"/{string.Join(',', indices)}/_search?allow_partial_search_results=false",
                writer => WriteComposite(writer, field, after), cancellationToken);
            var answer = SearchAnswers.Check(json.RootElement).GetProperty("aggregations").GetProperty("keys");
            foreach (var bucket in answer.GetProperty("buckets").EnumerateArray())
            {
                keys.Add(bucket.GetProperty("key").GetProperty("key").GetString()!); // keyword fields have strings
            }

            if (!answer.TryGetProperty("after_key", out var next))
            {
                break;
            }

            after = next.GetProperty("key").GetString();
        }

        return keys;
    }

    private async Task<HashSet<string>> FindRecipientsAsync(string[] indices, string[] keys, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var chunk in indices.Length == 0 ? [] : keys.Chunk(QuestionsAtOnce))
        {
            var lines = new ArrayBufferWriter<byte>();
            foreach (var key in chunk)
            {
                SearchBodies.WriteLine(lines, writer => SearchBodies.WriteHeader(writer, indices, isRanked: false));
                SearchBodies.WriteLine(lines, writer => WriteQuestion(writer, key));
            }

            using var json = await client.SendLinesAsync("/_msearch", lines.WrittenMemory, cancellationToken);
            var position = 0;
            foreach (var answer in json.RootElement.GetProperty("responses").EnumerateArray())
            {
                var key = chunk[position++];
                if (SearchAnswers.TotalOf(SearchAnswers.Check(answer)).Total > 0)
                {
                    found.Add(key);
                }
            }
        }

        return found;
    }

    private static void WriteQuestion(Utf8JsonWriter writer, string key)
    {
        writer.WriteStartObject();
        writer.WriteNumber("size"u8, 0);
        writer.WriteNumber("track_total_hits"u8, 1);
        writer.WriteStartObject("query"u8);
        writer.WriteStartObject("term"u8);
        writer.WriteString("recipients"u8, key);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteComposite(Utf8JsonWriter writer, string field, string? after)
    {
        writer.WriteStartObject();
        writer.WriteNumber("size"u8, 0);
        writer.WriteBoolean("track_total_hits"u8, false);
        writer.WriteStartObject("aggs"u8);
        writer.WriteStartObject("keys"u8);
        writer.WriteStartObject("composite"u8);
        writer.WriteNumber("size"u8, LargestPage);
        writer.WriteStartArray("sources"u8);
        writer.WriteStartObject();
        writer.WriteStartObject("key"u8);
        writer.WriteStartObject("terms"u8);
        writer.WriteString("field"u8, field);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (after is not null)
        {
            writer.WriteStartObject("after"u8);
            writer.WriteString("key"u8, after);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
