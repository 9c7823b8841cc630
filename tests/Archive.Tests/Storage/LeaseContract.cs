using Archive.Core.Evidence;
using Archive.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Storage;

/// <summary>What every store does about leases.</summary>
public abstract class LeaseContract : StoreContract
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    /// <summary>Of one process.</summary>
    protected ILeases One => Archive.Services.GetRequiredService<ILeases>();

    /// <summary>Of another process over the same store, where there can be one.</summary>
    protected virtual ILeases Other => One;

    [Fact]
    public async Task One_holder_at_a_time()
    {
        var held = await One.TryTakeAsync("pull:slack", Long, Stop);

        Assert.Equal(new Lease("pull:slack", 1), held);
        Assert.Null(await Other.TryTakeAsync("pull:slack", Long, Stop));
        Assert.Null(await One.TryTakeAsync("pull:slack", Long, Stop));
        Assert.Equal(1, (await Other.TryTakeAsync("pull:teams", Long, Stop))?.Fence);
        Assert.True(await Other.IsHeldAsync("pull:slack", Stop));
        Assert.False(await Other.IsHeldAsync("verify", Stop));
    }

    [Fact]
    public async Task Whoever_takes_it_next_has_a_greater_fence_and_the_first_can_do_nothing_more()
    {
        var first = (await One.TryTakeAsync("pull:slack", Short, Stop))!; // nobody has it
        await Task.Delay(Short * 2, Stop);
        var second = (await Other.TryTakeAsync("pull:slack", Long, Stop))!; // its time is over

        Assert.True(second.Fence > first.Fence);
        Assert.False(await One.TryRenewAsync(first, Long, Stop));
        await One.ReleaseAsync(first, Stop);
        Assert.True(await One.IsHeldAsync("pull:slack", Stop));
    }

    [Fact]
    public async Task Renewed_it_lasts_longer_and_given_up_it_is_free_at_once()
    {
        var held = (await One.TryTakeAsync("verify", Short, Stop))!; // nobody has it
        Assert.True(await One.TryRenewAsync(held, Long, Stop));
        await Task.Delay(Short * 2, Stop);

        Assert.Null(await Other.TryTakeAsync("verify", Long, Stop));
        await One.ReleaseAsync(held, Stop);
        Assert.False(await Other.IsHeldAsync("verify", Stop));
        Assert.Equal(held.Fence + 1, (await Other.TryTakeAsync("verify", Long, Stop))?.Fence);
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_gets_it()
    {
        ILeases[] processes = [One, Other];

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => processes[i % 2].TryTakeAsync("pull:slack", Long, Stop))));

        Assert.Single(taken, lease => lease is not null);
    }

    [Fact]
    public async Task A_page_under_an_older_fence_changes_nothing()
    {
        var first = (await One.TryTakeAsync("pull:slack", Long, Stop))!; // nobody has it
        await One.ReleaseAsync(first, Stop);
        var second = await Other.TryTakeAsync("pull:slack", Long, Stop);
        var page = StoreFixture.Page([StoreFixture.Item("m1", "hello")], cursor: new Dictionary<string, string?> { ["C1"] = "1" });

        await Assert.ThrowsAsync<LeaseLostException>(() => Archive.Records.AppendAsync(page with { Lease = first }, Stop));
        var nothing = await Archive.Records.ReadStatisticsAsync(Stop);
        var result = await Archive.Records.AppendAsync(page with { Lease = second }, Stop);

        Assert.Equal((0, 0), (nothing.Records, nothing.Received));
        Assert.Single(result.Records);
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task A_clean_up_under_an_older_fence_disposes_of_nothing()
    {
        await Archive.AppendAsync(Stop, StoreFixture.Item("m1", "hello"));
        var first = (await One.TryTakeAsync("clean-up", Long, Stop))!; // nobody has it
        await One.ReleaseAsync(first, Stop);
        var second = await Other.TryTakeAsync("clean-up", Long, Stop);
        var day = new DateOnly(2026, 1, 1);

        await Assert.ThrowsAsync<LeaseLostException>(() => Archive.Dispositions.DisposeAsync([1], day, "test", DateTimeOffset.UnixEpoch, first, Stop));
        var kept = await Archive.Records.ReadAsync([1], Stop);
        var result = await Archive.Dispositions.DisposeAsync([1], day, "test", DateTimeOffset.UnixEpoch, second, Stop);

        Assert.Single(kept);
        Assert.Equal([1], result.Disposed);
    }
}
