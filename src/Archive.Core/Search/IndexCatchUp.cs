using Archive.Core.Messages;
using Archive.Core.Redaction;

namespace Archive.Core.Search;

/// <summary>Brings the index up to the record store from its own cursor: after a crash, after a reset, after an import. Safe to run twice at the
/// same time: documents at or below the cursor are skipped.</summary>
public sealed class IndexCatchUp(IRecordStore records, ISearchIndex index)
{
    /// <summary>What an index commits at once: a cluster makes each commit visible on every index it touches, which small ones pay for dearly.</summary>
    private const int BatchSize = 10_000;

    /// <param name="progress">Told the sequence number reached.</param>
    /// <returns>Documents applied.</returns>
    public async Task<long> RunAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var applied = 0L;
        var cursor = (await index.ReadStateAsync(cancellationToken)).Cursor;
        var batch = await ReadAsync(cursor, cancellationToken);
        while (batch.Count > 0)
        {
            // The next batch is opened while the index works on this one.
            var last = batch[^1].Sequence;
            var next = Task.Run(() => ReadAsync(last, cancellationToken), cancellationToken);
            try
            {
                await index.ApplyBatchAsync(batch, last, cancellationToken);
            }
            catch
            {
                await Task.WhenAny(next); // it reads from connections that the caller may close
                throw;
            }

            applied += batch.Count;
            progress?.Report(last);
            batch = await next;
        }

        return applied;
    }

    private async Task<IReadOnlyList<IndexDocument>> ReadAsync(long after, CancellationToken cancellationToken) =>
        [.. (await records.ReadAfterAsync(after, BatchSize, cancellationToken)).Select(ToDocument)];

    public static IndexDocument ToDocument(StoredRecord record) =>
        ToDocument(record.Sequence, record.Source, record.Message, record.Marks, record.RedactionPolicy);

    public static IndexDocument ToDocument(
        long sequence, string source, ChatMessage message, IReadOnlyList<RedactionMark> marks, string redactionPolicy) => new(
        sequence,
        message.SentAt,
        source,
        message.Conversation.Id,
        message.Conversation.Name,
        message.Sender.Id,
        message.Sender.Name,
        SearchableText(message))
    {
        Recipients = Recipients.Of(message),
        Traits = DocumentTraits.Of(message, marks, redactionPolicy),
    };

    /// <summary>The text and the names of attachments: all of it already redacted.</summary>
    private static string SearchableText(ChatMessage message) =>
        message.Attachments.Count == 0
            ? message.Text
            : message.Text + "\n" + string.Join('\n', message.Attachments.Select(a => a.Name));
}
