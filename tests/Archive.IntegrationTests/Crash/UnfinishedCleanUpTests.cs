using Archive.Core.Jobs;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Pipeline;

namespace Archive.IntegrationTests.Crash;

/// <summary>A clean-up that ended after its last disposal and before it had emptied the files.</summary>
public sealed class UnfinishedCleanUpTests
{
    [Fact]
    public async Task The_next_one_empties_the_files_although_nothing_is_due()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var archive = TestArchive.Create([ScriptedConnector.Account("desk-chat")]);
        await archive.Pipeline.RunAsync(new ScriptedConnector("desk-chat", 5, 10), new RetentionPolicy("none@1", 0, RetentionAction.Dispose), null, null, stop);
        var store = new DyingStore(archive.Get<IDispositionStore>());
        var sweep = new RetentionSweep(
            store, archive.Records, archive.Index, archive.Get<LegalHolds>(), archive.Get<Func<SanctionRegister>>(), TimeProvider.System);

        await Assert.ThrowsAsync<IOException>(() => sweep.RunAsync(DateTimeOffset.MaxValue, "test", null, null, stop));
        Assert.Empty(await archive.ReadAllAsync());
        var next = await sweep.RunAsync(DateTimeOffset.MaxValue, "test", null, null, stop);

        Assert.Equal(0, next.Due);
        Assert.Equal(2, store.Compactions);
    }

    /// <summary>Dies at its first compaction.</summary>
    private sealed class DyingStore(IDispositionStore inner) : IDispositionStore
    {
        public int Compactions { get; private set; }

        public Task<IReadOnlyList<RetentionCandidate>> ReadDueAsync(DateOnly day, long afterSequence, int take, CancellationToken cancellationToken) =>
            inner.ReadDueAsync(day, afterSequence, take, cancellationToken);

        public Task<DispositionResult> DisposeAsync(
            IReadOnlyList<long> sequences, DateOnly day, string actor, DateTimeOffset at, Lease? lease, CancellationToken cancellationToken) =>
            inner.DisposeAsync(sequences, day, actor, at, lease, cancellationToken);

        public Task CompactAsync(CancellationToken cancellationToken) =>
            ++Compactions == 1 ? throw new IOException("killed") : inner.CompactAsync(cancellationToken);
    }
}
