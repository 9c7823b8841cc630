using System.Globalization;
using System.Text.Json;
using Archive.Core.Search;
using Archive.Core.Search.Analysis;

namespace Archive.Search.Elasticsearch;

/// <summary>Documents as the mapping wants them. Not for concurrent use.</summary>
internal sealed class DocumentWriter
{
    // Bodies stay far below what the server accepts (100 MB), and small enough to be sent again.
    private const int LargestBody = 8 * 1024 * 1024;

    // As they are, for facets; "label" is folded, for queries.
    private static readonly JsonEncodedText FacetLabels = JsonEncodedText.Encode("labels");

    private static readonly (SearchField Field, JsonEncodedText Name)[] TraitFields =
        [.. new[] { SearchField.Type, SearchField.Has, SearchField.Language, SearchField.Policy, SearchField.Revision, SearchField.Label }
            .Select(field => (field, JsonEncodedText.Encode(ElasticsearchTranslator.FieldOf(field))))];

    private readonly TextAnalyzer _analyzer = new();

    public static bool IsFull(BulkBody body, int limit) => body.Count >= limit || body.Length >= LargestBody;

    /// <summary>Identifies the index that holds a document.</summary>
    public static int YearOf(DateTimeOffset time) => DateTime.UnixEpoch.AddSeconds(MessageTime.ToSeconds(time)).Year;

    public static string IdOf(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    public void Write(BulkBody body, string index, IndexDocument document, long version) =>
        body.Index(index, IdOf(document.Sequence), version, writer => Write(writer, document));

    private void Write(Utf8JsonWriter writer, IndexDocument document)
    {
        var seconds = MessageTime.ToSeconds(document.Time);
        _analyzer.Analyze(document.Text);
        writer.WriteStartObject();
        writer.WriteString("body"u8, _analyzer.Utf8);
        writer.WriteNumber("seq"u8, document.Sequence);
        writer.WriteNumber("time"u8, seconds);
        writer.WriteString("month"u8, DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM", CultureInfo.InvariantCulture));
        writer.WriteString("source"u8, document.Source);
        writer.WriteString("conversation"u8, IndexNames.Key(document.Source, document.ConversationId));
        writer.WriteString("sender"u8, IndexNames.Key(document.Source, document.SenderId));
        WriteRecipients(writer, document);
        foreach (var (field, name) in TraitFields)
        {
            WriteAll(writer, name, document.Traits.ValuesOf(field).Select(TextFolding.Fold));
        }

        WriteAll(writer, FacetLabels, document.Traits.ValuesOf(SearchField.Label));
        writer.WriteEndObject();
    }

    private static void WriteRecipients(Utf8JsonWriter writer, IndexDocument document)
    {
        if (document.Recipients.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("recipients"u8);
        foreach (var member in document.Recipients)
        {
            if (!string.Equals(member.Id, document.SenderId, StringComparison.Ordinal))
            {
                writer.WriteStringValue(IndexNames.Key(document.Source, member.Id));
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteAll(Utf8JsonWriter writer, JsonEncodedText field, IEnumerable<string> values)
    {
        writer.WriteStartArray(field);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
