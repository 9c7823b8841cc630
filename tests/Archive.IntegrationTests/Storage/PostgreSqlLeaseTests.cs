using System.Collections;
using Archive.Core.Ingestion;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Storage;
using Archive.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Storage;

public sealed class PostgreSqlLeaseTests(PostgreSqlTestServer server) : LeaseContract
{
    private RecordArchive? _second;
    private ServiceProvider? _services;

    /// <summary>Has opened the same database, as another process would.</summary>
    protected override ILeases Other => Second.GetRequiredService<ILeases>();

    private ServiceProvider Second => _services ??= Archive.Provide(_second ??= Archive.OpenArchive(null));

    [Fact]
    public async Task A_worker_that_is_paused_in_the_middle_of_a_page_does_not_stop_the_others_for_long_and_writes_nothing_when_it_wakes()
    {
        _ = (One, Archive.Records); // opened before: those who go on are not hurried
        ((PostgreSqlStore)Archive).Options.StandstillTimeout = TimeSpan.FromSeconds(1);
        var others = Second.GetRequiredService<IRecordStore>();
        var first = await Other.TryTakeAsync("pull:slack", TimeSpan.FromMilliseconds(100), Stop);
        var woken = new TaskCompletionSource();
        var paused = new Pausing([StoreFixture.Item("m1", "hello")], woken.Task);
        var writing = Task.Run(() => others.AppendAsync(StoreFixture.Page(paused) with { Lease = first }, Stop), Stop);
        await paused.Reached.WaitAsync(TimeSpan.FromSeconds(20), Stop);

        var second = await One.TryTakeAsync("pull:slack", TimeSpan.FromMinutes(1), Stop);
        var result = await Archive.Records.AppendAsync(StoreFixture.Page([StoreFixture.Item("m1", "hello")]) with { Lease = second }, Stop);
        woken.SetResult();

        await Assert.ThrowsAsync<LeaseLostException>(() => writing);
        Assert.Single(result.Records);
        Assert.Equal((1, 1), ((await Archive.Records.ReadStatisticsAsync(Stop)).Records, (await Archive.Records.ReadStatisticsAsync(Stop)).Received));
    }

    public override ValueTask DisposeAsync()
    {
        _second?.Dispose();
        _services?.Dispose();
        return base.DisposeAsync();
    }

    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);

    /// <summary>Items of a page that come only when they may: the transaction that asks for them stands still.</summary>
    private sealed class Pausing(IReadOnlyList<PreparedItem> items, Task until) : IReadOnlyList<PreparedItem>
    {
        private readonly TaskCompletionSource _reached = new();

        public Task Reached => _reached.Task;

        public int Count => items.Count;

        public PreparedItem this[int index] => items[index];

        public IEnumerator<PreparedItem> GetEnumerator()
        {
            _reached.TrySetResult();
            until.Wait(CancellationToken.None);
            return items.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
