using System.Text.Json;

namespace Archive.Search.Elasticsearch;

/// <param name="IsSettled">The record is gone, and the number lies above the cursor: its document must not come.</param>
internal readonly record struct PendingRemoval(long Sequence, bool IsSettled);

/// <summary>Removals that are neither confirmed nor taken back, beside the state document. Thread-safe.</summary>
internal sealed class PendingRemovals(ElasticsearchClient client, BulkSender bulk, PagedReader pages, IndexNames names)
{
    /// <summary>Ascending.</summary>
    public Task<IReadOnlyList<PendingRemoval>> ReadAsync(CancellationToken cancellationToken) => ReadAsync(0, long.MaxValue, cancellationToken);

    /// <summary>Those with numbers from one to another, both included.</summary>
    public async Task<IReadOnlyList<PendingRemoval>> ReadAsync(long from, long to, CancellationToken cancellationToken)
    {
        // Of a writer that was killed after writing.
        await RefreshAsync(cancellationToken);
        var query = ElasticsearchClient.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("range"u8);
            writer.WriteStartObject("sequence"u8);
            writer.WriteNumber("gte"u8, from);
            writer.WriteNumber("lte"u8, to);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        var found = new List<PendingRemoval>();
        await foreach (var page in pages.ReadAsync(new PageRequest([names.State], query, ["sequence"], false, WithSource: true), cancellationToken))
        {
            found.AddRange(page.Select(hit => hit.GetProperty("_source")).Select(row =>
                new PendingRemoval(row.GetProperty("sequence").GetInt64(), row.GetProperty("settled").GetBoolean())));
        }

        return found;
    }

    public async Task WriteAsync(IEnumerable<PendingRemoval> rows, CancellationToken cancellationToken)
    {
        using var body = new BulkBody();
        foreach (var row in rows)
        {
            body.Index(names.State, DocumentWriter.IdOf(row.Sequence), version: null, writer => Write(writer, row));
            await SendIfFullAsync(body, cancellationToken);
        }

        await FinishAsync(body, cancellationToken);
    }

    public async Task DeleteAsync(IEnumerable<long> sequences, CancellationToken cancellationToken)
    {
        using var body = new BulkBody();
        foreach (var sequence in sequences)
        {
            body.Delete(names.State, DocumentWriter.IdOf(sequence), version: null);
            await SendIfFullAsync(body, cancellationToken);
        }

        await FinishAsync(body, cancellationToken);
    }

    private async Task SendIfFullAsync(BulkBody body, CancellationToken cancellationToken)
    {
        if (DocumentWriter.IsFull(body, bulk.Limit))
        {
            await bulk.SendAsync(body, cancellationToken);
        }
    }

    private async Task FinishAsync(BulkBody body, CancellationToken cancellationToken)
    {
        await bulk.SendAsync(body, cancellationToken);
        await RefreshAsync(cancellationToken);
    }

    private Task RefreshAsync(CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Post, $"/{names.State}/_refresh", null, cancellationToken);

    private static void Write(Utf8JsonWriter writer, PendingRemoval row)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence"u8, row.Sequence);
        writer.WriteBoolean("settled"u8, row.IsSettled);
        writer.WriteEndObject();
    }
}
