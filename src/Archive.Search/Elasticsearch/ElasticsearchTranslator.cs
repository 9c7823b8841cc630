using System.Text.Json;
using Archive.Core.Search;
using Archive.Core.Search.Analysis;

namespace Archive.Search.Elasticsearch;

/// <summary>A bound query as Elasticsearch takes it. Text scores, everything else only filters. In a narrow view each phrase counts the same: the server
/// weighs words by all documents of an index, so that their order would tell how common a word is in those out of sight.</summary>
/// <param name="findKeys">Keys of what a name in a query stands for.</param>
internal sealed class ElasticsearchTranslator(Func<NamedKind, string, IReadOnlyList<string>> findKeys)
{
    // The server takes 65,536 terms in one list.
    private const int LargestList = 60_000;

    /// <param name="cursor">Documents above it belong to a batch that is not committed.</param>
    /// <param name="after">Only documents with greater numbers.</param>
    public ReadOnlyMemory<byte> Translate(BoundQuery query, long cursor, long after = 0) => ElasticsearchClient.Write(writer =>
    {
        using var _ = Bool(writer);
        if (query.Root is not null)
        {
            writer.WritePropertyName("must"u8);
            Write(writer, query.Root, isWeighed: !query.Scope.IsNarrow);
        }

        writer.WriteStartArray("filter"u8);
        WriteRange(writer, "seq"u8, after == 0 ? null : after + 1, cursor + 1);
        if (query.Scope.Sources is { } sources)
        {
            WriteAnyOf(writer, "source", sources);
        }

        writer.WriteEndArray();
    });

    /// <summary>Every document of a range of numbers.</summary>
    public static ReadOnlyMemory<byte> TranslateAll(long cursor, long after = 0) =>
        new ElasticsearchTranslator((_, _) => []).Translate(new BoundQuery(null, SearchScope.Everything), cursor, after);

    public static string FieldOf(SearchField field) => field switch
    {
        SearchField.From => "sender",
        SearchField.To => "recipients",
        SearchField.In => "conversation",
        SearchField.Source => "source",
        SearchField.Type => "type",
        SearchField.Has => "has",
        SearchField.Language => "lang",
        SearchField.Policy => "policy",
        SearchField.Revision => "revision",
        SearchField.Label => "label",
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    private void Write(Utf8JsonWriter writer, BoundNode node, bool isWeighed)
    {
        switch (node)
        {
            case BoundAnd and:
                WriteAnd(writer, and, isWeighed);
                break;
            case BoundOr { Nodes.Count: 0 }:
                PhraseWriter.WriteNothing(writer);
                break;
            case BoundOr or:
                WriteBool(writer, "should"u8, or.Nodes, isWeighed);
                break;
            case BoundNot not:
                WriteBool(writer, "must_not"u8, [not.Node], isWeighed);
                break;
            case BoundPhrase or BoundNear when !isWeighed:
                WriteUnweighed(writer, node);
                break;
            case BoundPhrase phrase:
                PhraseWriter.Write(writer, phrase);
                break;
            case BoundNear near:
                PhraseWriter.Write(writer, near);
                break;
            case BoundField or BoundTime:
                WriteFilter(writer, node);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(node));
        }
    }

    private void WriteUnweighed(Utf8JsonWriter writer, BoundNode node)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("constant_score"u8);
        writer.WritePropertyName("filter"u8);
        Write(writer, node, isWeighed: true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteAnd(Utf8JsonWriter writer, BoundAnd and, bool isWeighed)
    {
        using var _ = Bool(writer);
        WriteClauses(writer, "must"u8, and.Nodes.Where(node => node is not (BoundNot or BoundField or BoundTime)), isWeighed);
        WriteClauses(writer, "must_not"u8, and.Nodes.OfType<BoundNot>().Select(not => not.Node), isWeighed);
        writer.WriteStartArray("filter"u8);
        foreach (var node in and.Nodes.Where(node => node is BoundField or BoundTime))
        {
            WriteCondition(writer, node);
        }

        writer.WriteEndArray();
    }

    private void WriteBool(Utf8JsonWriter writer, ReadOnlySpan<byte> clause, IReadOnlyList<BoundNode> nodes, bool isWeighed)
    {
        using var _ = Bool(writer);
        WriteClauses(writer, clause, nodes, isWeighed);
    }

    private void WriteClauses(Utf8JsonWriter writer, ReadOnlySpan<byte> clause, IEnumerable<BoundNode> nodes, bool isWeighed)
    {
        writer.WriteStartArray(clause);
        foreach (var node in nodes)
        {
            Write(writer, node, isWeighed);
        }

        writer.WriteEndArray();
    }

    private void WriteFilter(Utf8JsonWriter writer, BoundNode node)
    {
        using var _ = Bool(writer);
        writer.WritePropertyName("filter"u8);
        WriteCondition(writer, node);
    }

    private void WriteCondition(Utf8JsonWriter writer, BoundNode node)
    {
        if (node is BoundTime time)
        {
            WriteRange(writer, "time"u8, time.From is { } from ? MessageTime.ToBound(from) : null, time.Until is { } until ? MessageTime.ToBound(until) : null);
            return;
        }

        var field = (BoundField)node;
        WriteAnyOf(writer, FieldOf(field.Field), field.Field switch
        {
            SearchField.From or SearchField.To => findKeys(NamedKind.Person, field.Value),
            SearchField.In => findKeys(NamedKind.Conversation, field.Value),
            SearchField.Source => findKeys(NamedKind.Source, field.Value),
            _ => [TextFolding.Fold(field.Value)],
        });
    }

    /// <summary>Half-open, as times are.</summary>
    private static void WriteRange(Utf8JsonWriter writer, ReadOnlySpan<byte> field, long? from, long? until)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("range"u8);
        writer.WriteStartObject(field);
        if (from is { } least)
        {
            writer.WriteNumber("gte"u8, least);
        }

        if (until is { } end)
        {
            writer.WriteNumber("lt"u8, end);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteAnyOf(Utf8JsonWriter writer, string field, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            PhraseWriter.WriteNothing(writer);
            return;
        }

        using var _ = Bool(writer);
        writer.WriteStartArray("should"u8);
        foreach (var chunk in values.Chunk(LargestList))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("terms"u8);
            writer.WriteStartArray(field);
            foreach (var value in chunk)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static Closing Bool(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("bool"u8);
        return new Closing(writer);
    }

    private readonly struct Closing(Utf8JsonWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }
}
