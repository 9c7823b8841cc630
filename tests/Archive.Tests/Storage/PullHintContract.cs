using Archive.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Storage;

/// <summary>What every store does about hints.</summary>
public abstract class PullHintContract : StoreContract
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    /// <summary>Of one process.</summary>
    protected IPullHints One => Archive.Services.GetRequiredService<IPullHints>();

    /// <summary>Of another process over the same store, where there can be one.</summary>
    protected virtual IPullHints Other => One;

    [Fact]
    public async Task Without_a_hint_nothing_is_due_and_nothing_stands()
    {
        var taken = await One.TakeAsync("lark", Stop);
        await One.CoverAsync(taken, Stop);
        await One.PostponeAsync("lark", Long, Stop);

        Assert.Equal((0, false, 0), (taken.Number, taken.Stands, taken.Conversations.Count));
        Assert.Empty(await One.ReadDueAsync(Stop));
        Assert.False(await One.TryClaimAsync("lark", TimeSpan.Zero, Long, Stop));
    }

    [Fact]
    public async Task Many_hints_are_one_pull_and_stand_until_it_ends()
    {
        for (var i = 0; i < 30; i++)
        {
            await (i % 2 == 0 ? One : Other).RaiseAsync("lark", [], Stop);
        }

        Assert.Equal(["lark"], await Other.ReadDueAsync(Stop));
        Assert.True(await One.TryClaimAsync("lark", TimeSpan.Zero, Long, Stop));
        Assert.Empty(await Other.ReadDueAsync(Stop)); // one waits for a worker
        var taken = await Other.TakeAsync("lark", Stop);
        Assert.Equal((30, true), (taken.Number, taken.Stands));
        Assert.Equal(["lark"], await One.ReadDueAsync(Stop)); // it may die
        await Other.CoverAsync(taken, Stop);

        Assert.Empty(await One.ReadDueAsync(Stop));
        Assert.False((await One.TakeAsync("lark", Stop)).Stands);
    }

    [Fact]
    public async Task What_is_raised_while_a_pull_runs_stands_after_it()
    {
        await One.RaiseAsync("lark", [], Stop);
        var taken = await One.TakeAsync("lark", Stop);
        await Other.RaiseAsync("lark", [], Stop);
        await One.CoverAsync(taken, Stop);

        Assert.Equal(["lark"], await One.ReadDueAsync(Stop));
        var again = await Other.TakeAsync("lark", Stop);
        await Other.CoverAsync(again, Stop);
        await One.CoverAsync(taken, Stop); // late, and of an older number
        Assert.Empty(await One.ReadDueAsync(Stop));
    }

    [Fact]
    public async Task Conversations_stand_until_a_pull_that_was_told_of_them_ends()
    {
        await One.RaiseAsync("lark", ["oc_2", "oc_1"], Stop);
        await Other.RaiseAsync("lark", ["oc_1"], Stop);
        var first = await One.TakeAsync("lark", Stop);
        await Other.RaiseAsync("lark", ["oc_2", "oc_3"], Stop);
        await One.CoverAsync(first, Stop);
        var second = await One.TakeAsync("lark", Stop);
        await One.CoverAsync(second, Stop);

        Assert.Equal(["oc_1", "oc_2"], first.Conversations);
        Assert.Equal(["oc_2", "oc_3"], second.Conversations);
        Assert.Empty((await Other.TakeAsync("lark", Stop)).Conversations);
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_starts_the_pull()
    {
        await One.RaiseAsync("lark", [], Stop);
        IPullHints[] processes = [One, Other];

        var claimed = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => processes[i % 2].TryClaimAsync("lark", Long, Long, Stop))));

        Assert.Single(claimed, isOurs => isOurs);
    }

    [Fact]
    public async Task The_next_pull_is_started_after_the_pause_and_a_lost_one_after_the_patience()
    {
        foreach (var (source, pause, patience) in new[]
        {
            ("paused", Long, TimeSpan.Zero), ("rested", Short, TimeSpan.Zero), ("waiting", TimeSpan.Zero, Long), ("lost", TimeSpan.Zero, Short),
        })
        {
            await One.RaiseAsync(source, [], Stop);
            Assert.True(await One.TryClaimAsync(source, pause, patience, Stop));
        }

        await Task.Delay(Short * 2, Stop);

        Assert.Equal(["lost", "rested"], await Other.ReadDueAsync(Stop));
        Assert.False(await Other.TryClaimAsync("paused", Long, Long, Stop));
        Assert.False(await Other.TryClaimAsync("waiting", Long, Long, Stop));
        Assert.True(await Other.TryClaimAsync("rested", Long, Long, Stop));
        Assert.True(await Other.TryClaimAsync("lost", Long, Long, Stop));
    }

    [Fact]
    public async Task Of_a_pull_that_failed_the_hint_stands_and_waits()
    {
        foreach (var (source, pause) in new[] { ("lark", Long), ("wecom", Short) })
        {
            await One.RaiseAsync(source, ["oc_1"], Stop);
            await One.TakeAsync(source, Stop);
            await One.PostponeAsync(source, pause, Stop);
        }

        await Task.Delay(Short * 2, Stop);

        Assert.Equal(["wecom"], await Other.ReadDueAsync(Stop));
        Assert.Equal(["oc_1"], (await Other.TakeAsync("wecom", Stop)).Conversations);
        Assert.True((await Other.TakeAsync("lark", Stop)).Stands);
    }

    [Fact]
    public async Task Sources_have_nothing_to_do_with_each_other_and_hints_survive_the_process()
    {
        await One.RaiseAsync("wecom", [], Stop);
        await One.RaiseAsync("lark", ["oc_1"], Stop);
        await One.CoverAsync(await One.TakeAsync("wecom", Stop), Stop);
        Archive.Close();

        Assert.Equal(["lark"], await One.ReadDueAsync(Stop));
        Assert.Equal(["oc_1"], (await One.TakeAsync("lark", Stop)).Conversations);
    }
}
