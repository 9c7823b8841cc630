using System.Diagnostics.Metrics;
using Archive.Core.Telemetry;

namespace Archive.Core.Search;

/// <summary>What searching and indexing tell of themselves: how long and how many, nothing of what was looked for.</summary>
internal static class SearchTelemetry
{
    private static readonly Histogram<double> Searches = ArchiveTelemetry.Measure(
        "archive.search.duration", "A page of hits as a person asks for it: audit trail, index and texts.");

    private static readonly Histogram<double> Batches = ArchiveTelemetry.Measure("archive.index.batch.duration", "One batch of documents, committed at its end.");
    private static readonly Counter<long> Documents = ArchiveTelemetry.Count("archive.index.documents", "{document}", "Documents given to the index.");

    public static Measured StartSearch(string engine, SearchOrder order) => new(
        "archive.search", Searches, (ArchiveTelemetry.Engine, engine), (ArchiveTelemetry.Order, order.ToString().ToLowerInvariant()));

    /// <summary>Applies a batch to the index, measured.</summary>
    public static async Task ApplyBatchAsync(
        this ISearchIndex index, IReadOnlyList<IndexDocument> documents, long cursor, CancellationToken cancellationToken)
    {
        using var batch = new Measured("archive.index.batch", Batches, (ArchiveTelemetry.Engine, index.Engine));
        batch.Tell("documents", documents.Count);
        await index.ApplyAsync(documents, cursor, cancellationToken);
        Documents.Add(documents.Count, new KeyValuePair<string, object?>(ArchiveTelemetry.Engine, index.Engine));
        batch.Done();
    }
}
