using Archive.Core.Jobs;
using Xunit;

namespace Archive.Tests.Storage;

/// <summary>What every store does about leases.</summary>
public abstract class LeaseContract
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Of one process.</summary>
    protected abstract ILeases One { get; }

    /// <summary>Of another process over the same store.</summary>
    protected abstract ILeases Other { get; }

    [Fact]
    public async Task One_holder_at_a_time()
    {
        var held = await One.TryTakeAsync("pull:slack", Long, Token);

        Assert.Equal(new Lease("pull:slack", 1), held);
        Assert.Null(await Other.TryTakeAsync("pull:slack", Long, Token));
        Assert.Null(await One.TryTakeAsync("pull:slack", Long, Token));
        Assert.Equal(1, (await Other.TryTakeAsync("pull:teams", Long, Token))?.Fence);
        Assert.True(await Other.IsHeldAsync("pull:slack", Token));
        Assert.False(await Other.IsHeldAsync("verify", Token));
    }

    [Fact]
    public async Task Whoever_takes_it_next_has_a_greater_fence_and_the_first_can_do_nothing_more()
    {
        var first = (await One.TryTakeAsync("pull:slack", Short, Token))!; // nobody has it
        await Task.Delay(Short * 2, Token);
        var second = (await Other.TryTakeAsync("pull:slack", Long, Token))!; // its time is over

        Assert.True(second.Fence > first.Fence);
        Assert.False(await One.TryRenewAsync(first, Long, Token));
        await One.ReleaseAsync(first, Token);
        Assert.True(await One.IsHeldAsync("pull:slack", Token));
    }

    [Fact]
    public async Task Renewed_it_lasts_longer_and_given_up_it_is_free_at_once()
    {
        var held = (await One.TryTakeAsync("verify", Short, Token))!; // nobody has it
        Assert.True(await One.TryRenewAsync(held, Long, Token));
        await Task.Delay(Short * 2, Token);

        Assert.Null(await Other.TryTakeAsync("verify", Long, Token));
        await One.ReleaseAsync(held, Token);
        Assert.False(await Other.IsHeldAsync("verify", Token));
        Assert.Equal(held.Fence + 1, (await Other.TryTakeAsync("verify", Long, Token))?.Fence);
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_gets_it()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? One : Other).TryTakeAsync("pull:slack", Long, Token))));

        Assert.Single(taken, lease => lease is not null);
    }
}
