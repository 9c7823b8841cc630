using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Tests.Sanctioning;

namespace Archive.Benchmarks;

/// <summary>Stands where the store stands and keeps prepared pages; answers that nothing was new, so that nothing is indexed.</summary>
internal sealed class PageCollector(IRecordStore empty) : IRecordStore
{
    public List<PreparedPage> Pages { get; } = [];

    /// <summary>The corpus after gate and redaction.</summary>
    public static async Task<List<PreparedPage>> PrepareAsync(Bench bench)
    {
        using var archive = new ArchiveUnderTest(bench);
        var register = ArchiveUnderTest.RegisterOf(bench.Corpus);
        var collected = new PageCollector(archive.Records);
        var pipeline = new IngestionPipeline(collected, archive.Index, archive.Get<IRedactor>(), TestRegister.DeskOf(register), TimeProvider.System);
        await pipeline.RunAsync(ArchiveUnderTest.Connector(bench), ArchiveUnderTest.Keep, null, null, default);
        return collected.Pages;
    }

    public Task<AppendResult> AppendAsync(PreparedPage page, CancellationToken cancellationToken)
    {
        Pages.Add(page);
        return Task.FromResult(new AppendResult([], page.Admitted.Count, 0));
    }

    public Task<SourceCursor> ReadCursorAsync(string source, CancellationToken cancellationToken) => empty.ReadCursorAsync(source, cancellationToken);

    public Task<IReadOnlyList<ConsentChange>> ReadConsentsAsync(string source, string? conversation, CancellationToken cancellationToken) => empty.ReadConsentsAsync(source, conversation, cancellationToken);

    public Task<IReadOnlyList<StoredRecord>> ReadAsync(IReadOnlyList<long> sequences, CancellationToken cancellationToken) =>
        empty.ReadAsync(sequences, cancellationToken);

    public Task<IReadOnlyList<StoredRecord>> ReadAfterAsync(long sequence, int take, CancellationToken cancellationToken) =>
        empty.ReadAfterAsync(sequence, take, cancellationToken);

    public Task<byte[]?> ReadAttachmentAsync(long sequence, string attachmentId, CancellationToken cancellationToken) =>
        empty.ReadAttachmentAsync(sequence, attachmentId, cancellationToken);

    public Task<long> ReadLastSequenceAsync(CancellationToken cancellationToken) => empty.ReadLastSequenceAsync(cancellationToken);

    public Task<RecordStatistics> ReadStatisticsAsync(CancellationToken cancellationToken) => empty.ReadStatisticsAsync(cancellationToken);

    public Task<IReadOnlyList<IntakeCount>> ReadIntakeAsync(string? source, CancellationToken cancellationToken) =>
        empty.ReadIntakeAsync(source, cancellationToken);
}
