using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Ingestion;
using Archive.Core.Messages;

namespace Archive.IntegrationTests.Pipeline;

/// <summary>Several sources pulled into one archive at once, and sources faster than the store.</summary>
public sealed class ParallelSourcesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_sources_at_once_leave_no_gap_and_lose_nothing_from_the_index()
    {
        await using var archive = TestArchive.Create([ScriptedConnector.Account("left"), ScriptedConnector.Account("right")]);
        ScriptedConnector[] connectors = [new("left", 60, 50), new("right", 60, 50)];
        using var meeting = new Barrier(connectors.Length);
        foreach (var connector in connectors)
        {
            // They wait for each other at every second page, so that their pages alternate in the store.
            connector.BeforePage = (page, token) => page % 2 == 0 ? Task.Run(() => meeting.SignalAndWait(token), token) : Task.CompletedTask;
        }

        await Task.WhenAll(connectors.Select(c => Task.Run(() => archive.PullAsync(c))));

        var records = await archive.ReadAllAsync();
        Assert.Equal(Enumerable.Range(1, 6_000).Select(n => (long)n), records.Select(r => r.Sequence));
        Assert.True(records.Zip(records.Skip(1)).Count(pair => pair.First.Source != pair.Second.Source) > 10, "the sources did not alternate");
        Assert.Equal(3_000, await archive.CountHitsAsync("common AND source:left"));
        Assert.Equal(3_000, await archive.CountHitsAsync("common AND source:right"));
        await archive.AssertSoundAsync();
    }

    [Fact]
    public async Task Never_reads_more_than_a_few_pages_ahead_of_a_slow_store()
    {
        await using var archive = TestArchive.Create([ScriptedConnector.Account("fast")]);
        var store = new SlowStore(archive.Records);
        var most = 0;
        var connector = new ScriptedConnector("fast", 50, 20);
        connector.BeforePage = (_, _) =>
        {
            most = Math.Max(most, connector.Pulled - store.Appended);
            return Task.CompletedTask;
        };

        await archive.PipelineWith(store).RunAsync(connector, TestArchive.Keep, null, null, Stop);

        // Two between the stages, one with each of them, the one asked for.
        Assert.InRange(most, 2, 5);
        Assert.Equal(1_000, await archive.CountHitsAsync("common"));
    }

    private sealed class SlowStore(IRecordStore inner) : IRecordStore
    {
        private int _appended;

        public int Appended => Volatile.Read(ref _appended);

        public async Task<AppendResult> AppendAsync(PreparedPage page, CancellationToken cancellationToken)
        {
            await Task.Delay(20, cancellationToken);
            var result = await inner.AppendAsync(page, cancellationToken);
            Interlocked.Increment(ref _appended);
            return result;
        }

        public Task<SourceCursor> ReadCursorAsync(string source, CancellationToken cancellationToken) => inner.ReadCursorAsync(source, cancellationToken);

        public Task<IReadOnlyList<ConsentChange>> ReadConsentsAsync(string source, string? conversation, CancellationToken cancellationToken) => inner.ReadConsentsAsync(source, conversation, cancellationToken);

        public Task<IReadOnlyList<StoredRecord>> ReadAsync(IReadOnlyList<long> sequences, CancellationToken cancellationToken) =>
            inner.ReadAsync(sequences, cancellationToken);

        public Task<IReadOnlyList<StoredRecord>> ReadAfterAsync(long sequence, int take, CancellationToken cancellationToken) =>
            inner.ReadAfterAsync(sequence, take, cancellationToken);

        public Task<byte[]?> ReadAttachmentAsync(long sequence, string attachmentId, CancellationToken cancellationToken) =>
            inner.ReadAttachmentAsync(sequence, attachmentId, cancellationToken);

        public Task<long> ReadLastSequenceAsync(CancellationToken cancellationToken) => inner.ReadLastSequenceAsync(cancellationToken);

        public Task<RecordStatistics> ReadStatisticsAsync(CancellationToken cancellationToken) => inner.ReadStatisticsAsync(cancellationToken);

        public Task<IReadOnlyList<IntakeCount>> ReadIntakeAsync(string? source, CancellationToken cancellationToken) =>
            inner.ReadIntakeAsync(source, cancellationToken);
    }
}
