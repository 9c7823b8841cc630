using System.Buffers;
using System.Text.Json;

namespace Archive.Search.Elasticsearch;

/// <summary>A bulk request being written: items, and where each begins, so that single ones can be sent again. Used again after
/// <see cref="Clear"/>.</summary>
internal sealed class BulkBody : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256 * 1024);
    private readonly List<int> _ends = [];
    private readonly Utf8JsonWriter _writer;

    public BulkBody() => _writer = new Utf8JsonWriter(_buffer, ElasticsearchClient.WriterOptions);

    public int Count => _ends.Count;

    public int Length => _buffer.WrittenCount;

    public ReadOnlyMemory<byte> All => _buffer.WrittenMemory;

    public void Clear()
    {
        _buffer.ResetWrittenCount();
        _ends.Clear();
    }

    /// <param name="version">External version; null for a document that is replaced whatever its version.</param>
    /// <param name="isEqualEnough">Whether it also takes the place of one with this very version, and not only of an older one.</param>
    public void Index(string index, string id, long? version, Action<Utf8JsonWriter> document, bool isEqualEnough = false)
    {
        Begin("index"u8, index, id, version, isEqualEnough);
        EndLine();
        document(_writer);
        EndLine();
        _ends.Add(Length);
    }

    /// <inheritdoc cref="Index"/>
    public void Delete(string index, string id, long? version, bool isEqualEnough = false)
    {
        Begin("delete"u8, index, id, version, isEqualEnough);
        EndLine();
        _ends.Add(Length);
    }

    public byte[] Take(IReadOnlyList<int> items)
    {
        var taken = new ArrayBufferWriter<byte>();
        foreach (var item in items)
        {
            var start = item == 0 ? 0 : _ends[item - 1];
            taken.Write(_buffer.WrittenSpan[start.._ends[item]]);
        }

        return taken.WrittenSpan.ToArray();
    }

    public void Dispose() => _writer.Dispose();

    private void Begin(ReadOnlySpan<byte> action, string index, string id, long? version, bool isEqualEnough)
    {
        _writer.WriteStartObject();
        _writer.WriteStartObject(action);
        _writer.WriteString("_index"u8, index);
        _writer.WriteString("_id"u8, id);
        if (version is { } number)
        {
            _writer.WriteNumber("version"u8, number);
            _writer.WriteString("version_type"u8, isEqualEnough ? "external_gte"u8 : "external"u8);
        }

        _writer.WriteEndObject();
        _writer.WriteEndObject();
    }

    private void EndLine()
    {
        _writer.Flush();
        _writer.Reset();
        _buffer.Write("\n"u8);
    }
}
