using System.Text.Json;

namespace Archive.Search.Elasticsearch;

/// <summary>Asks which documents the index holds, in any generation. Thread-safe.</summary>
internal sealed class HeldDocuments(PagedReader pages, IndexNames names)
{
    public async Task<IReadOnlySet<long>> FindAsync(ElasticsearchState state, IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        var found = new HashSet<long>();
        var all = state.Generations.SelectMany(names.MessagesOf).ToArray();
        foreach (var chunk in all.Length == 0 ? [] : sequences.Chunk(PagedReader.LargestPage))
        {
            var query = ElasticsearchClient.Write(writer => Write(writer, chunk));
            await foreach (var page in pages.ReadAsync(new PageRequest(all, query, ["seq"], IsDescending: false), cancellationToken))
            {
                found.UnionWith(page.Select(SearchAnswers.SequenceOf));
            }
        }

        return found;
    }

    private static void Write(Utf8JsonWriter writer, long[] sequences)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("terms"u8);
        writer.WriteStartArray("seq"u8);
        foreach (var sequence in sequences)
        {
            writer.WriteNumberValue(sequence);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
