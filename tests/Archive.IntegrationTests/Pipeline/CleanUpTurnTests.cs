using System.Reflection;
using Archive.Core.Jobs;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Core.Search;

namespace Archive.IntegrationTests.Pipeline;

/// <summary>A clean-up that stood still, or could not reach the store, goes on when another process has its turn already. Whatever comes first: nothing stays in the index whose record is
/// gone, and nothing is missing there whose record is kept.</summary>
public sealed class CleanUpTurnTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_put_back_while_another_process_disposes_of_it_does_not_stay_in_the_index()
    {
        await using var archive = await FillAsync();
        var store = new Interrupted(archive.Get<IDispositionStore>()) { Before = _ => throw new IOException("the store is away") };
        var index = DispatchProxy.Create<ISearchIndex, IndexOfALateProcess>();
        (((IndexOfALateProcess)index).Inner, ((IndexOfALateProcess)index).AfterRestoring) = (archive.Index, () => DisposeAsync(archive, 1, 2, 3));

        await Sweep(archive, store, index).RunAsync(DateTimeOffset.MaxValue, "late", null, null, Stop);

        await AssertSoundAsync(archive, 47);
    }

    [Fact]
    public async Task What_a_process_that_is_late_puts_back_before_it_is_disposed_of_does_not_stay_in_the_index()
    {
        await using var archive = await FillAsync();
        var store = new Interrupted(archive.Get<IDispositionStore>())
        {
            Before = async sequences => await archive.Index.RestoreAsync([.. (await archive.Records.ReadAsync([.. sequences.Take(5)], Stop)).Select(IndexCatchUp.ToDocument)], Stop),
        };

        await Sweep(archive, store, archive.Index).RunAsync(DateTimeOffset.MaxValue, "in turn", null, null, Stop);

        await AssertSoundAsync(archive, 0);
    }

    private static async Task<TestArchive> FillAsync()
    {
        var archive = TestArchive.Create([ScriptedConnector.Account("desk-chat")]);
        await archive.Pipeline.RunAsync(new ScriptedConnector("desk-chat", 5, 10), new RetentionPolicy("none@1", 0, RetentionAction.Dispose), null, null, Stop);
        return archive;
    }

    private static RetentionSweep Sweep(TestArchive archive, IDispositionStore store, ISearchIndex index) =>
        new(store, archive.Records, index, archive.Get<LegalHolds>(), archive.Get<Func<SanctionRegister>>(), TimeProvider.System);

    private static Task DisposeAsync(TestArchive archive, params long[] sequences) => archive.Get<IDispositionStore>().DisposeAsync(
        sequences, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), "another process", TimeProvider.System.GetUtcNow(), null, Stop);

    private static async Task AssertSoundAsync(TestArchive archive, int left)
    {
        Assert.Equal(left, (await archive.ReadAllAsync()).Count);
        Assert.Equal(left, await archive.CountHitsAsync("common"));
        Assert.Empty(await archive.Index.ReadPendingRemovalsAsync(Stop));
        await archive.AssertSoundAsync();
    }

    private sealed class Interrupted(IDispositionStore inner) : IDispositionStore
    {
        public required Func<IReadOnlyList<long>, Task> Before { get; init; }

        public Task<IReadOnlyList<RetentionCandidate>> ReadDueAsync(DateOnly day, long afterSequence, int take, CancellationToken cancellationToken) =>
            inner.ReadDueAsync(day, afterSequence, take, cancellationToken);

        public async Task<DispositionResult> DisposeAsync(
            IReadOnlyList<long> sequences, DateOnly day, string actor, DateTimeOffset at, Lease? lease, CancellationToken cancellationToken)
        {
            await Before(sequences);
            return await inner.DisposeAsync(sequences, day, actor, at, lease, cancellationToken);
        }

        public Task CompactAsync(CancellationToken cancellationToken) => inner.CompactAsync(cancellationToken);
    }
}

/// <summary>Something else happens after documents were put back.</summary>
#pragma warning disable CA1852, MA0053 // The proxy is a class derived from this one at run time.
internal class IndexOfALateProcess : DispatchProxy
#pragma warning restore CA1852, MA0053
{
    public ISearchIndex? Inner { get; set; }

    public Func<Task>? AfterRestoring { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var answer = targetMethod!.Invoke(Inner, args); // proxies have one
        return targetMethod.Name == nameof(ISearchIndex.RestoreAsync) ? RestoreAsync((Task)answer!) : answer; // it gives one
    }

    private async Task RestoreAsync(Task restoring)
    {
        await restoring;
        await AfterRestoring!(); // set before
    }
}
