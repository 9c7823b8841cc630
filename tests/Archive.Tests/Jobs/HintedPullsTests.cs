using System.Diagnostics;
using Archive.Core.Connectors;
using Archive.Core.Jobs;
using Archive.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Jobs;

/// <summary>From events to pulls, with workers of several processes.</summary>
public sealed class HintedPullsTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));
    private readonly MemoryHints _hints;
    private readonly MemoryLeases _leases;
    private readonly HintWorkers _workers;
    private readonly List<Process> _running = [];

    public HintedPullsTests()
    {
        _hints = new MemoryHints(_clock);
        _leases = new MemoryLeases(_clock);
        _workers = new HintWorkers(_leases, _hints);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_is_a_pull_within_moments()
    {
        var process = await StartAsync();
        await PassAsync(10);

        process.Raise("lark", "oc_1");
        await PassAsync(1);

        Assert.Equal([("pull", "lark", "event")], _workers.Started);
        Assert.Equal(["oc_1"], _workers.Taken.Single().Conversations);
        await PassAsync(60);
        Assert.Single(_workers.Started);
    }

    [Fact]
    public async Task Ten_thousand_events_are_a_handful_of_pulls_and_of_writes()
    {
        var process = await StartAsync();
        for (var i = 0; i < 10_000; i++)
        {
            process.Raise("lark", $"oc_{i % 700}");
            if (i % 500 == 0)
            {
                await PassAsync(1);
            }
        }

        await PassAsync(30);

        // 20 seconds, and one after them.
        Assert.InRange(_workers.Started.Count, 4, 6);
        Assert.InRange(_hints.Raised, 1, 22);
        Assert.All(_workers.Taken, hint => Assert.InRange(hint.Conversations.Count, 0, 700));
        Assert.False((await _hints.TakeAsync("lark", Token)).Stands);
    }

    [Fact]
    public async Task Several_processes_start_one_pull_in_five_seconds_together()
    {
        Process[] processes = [await StartAsync(), await StartAsync(), await StartAsync()];
        for (var second = 0; second < 60; second++)
        {
            processes[second % 3].Raise("lark", null);
            await PassAsync(1);
        }

        Assert.InRange(_workers.Started.Count, 10, 13);
    }

    [Fact]
    public async Task What_comes_while_a_pull_runs_is_pulled_after_it()
    {
        var process = await StartAsync();
        _workers.Shut();
        process.Raise("lark", null);
        await PassAsync(2);
        for (var i = 0; i < 20; i++)
        {
            process.Raise("lark", "oc_9");
            await PassAsync(1);
        }

        Assert.Single(_workers.Started);
        _workers.Open();
        await PassAsync(6);

        Assert.Equal(2, _workers.Started.Count);
        Assert.Equal(["oc_9"], _workers.Taken[1].Conversations);
        await PassAsync(60);
        Assert.Equal(2, _workers.Started.Count);
    }

    [Fact]
    public async Task While_no_worker_is_free_one_pull_waits()
    {
        var process = await StartAsync();
        _workers.AreBusy = true;
        for (var i = 0; i < 60; i++)
        {
            process.Raise("lark", null);
            await PassAsync(1);
        }

        Assert.Single(_workers.Started);
    }

    [Fact]
    public async Task A_pull_that_job_storage_lost_is_started_once_more()
    {
        var process = await StartAsync();
        _workers.AreBusy = true;
        process.Raise("lark", null);
        await PassAsync(100);
        Assert.Single(_workers.Started);
        _workers.AreBusy = false;

        await PassAsync(30);

        Assert.Equal((2, 1), (_workers.Started.Count, _workers.Taken.Count));
    }

    [Fact]
    public async Task After_a_pull_that_failed_the_next_waits_a_minute_however_many_events_come()
    {
        var process = await StartAsync();
        _workers.Fails = true;
        for (var i = 0; i < 50; i++)
        {
            process.Raise("lark", null);
            await PassAsync(1);
        }

        Assert.Single(_workers.Started);
        _workers.Fails = false;
        await PassAsync(20);
        Assert.Equal(2, _workers.Started.Count);
    }

    [Fact]
    public async Task While_the_store_is_away_hints_are_kept()
    {
        var process = await StartAsync();
        _hints.IsAway = true;
        process.Raise("lark", "oc_1");
        await PassAsync(10);
        process.Raise("lark", "oc_2");
        await PassAsync(10);
        Assert.Empty(_workers.Started);

        _hints.IsAway = false;
        await PassAsync(3);

        Assert.Equal(["oc_1", "oc_2"], Assert.Single(_workers.Taken).Conversations.Order());
    }

    public async ValueTask DisposeAsync()
    {
        _workers.Open();
        foreach (var process in _running)
        {
            await process.Pulls.StopAsync(CancellationToken.None);
            process.Pulls.Dispose();
        }
    }

    private async Task<Process> StartAsync()
    {
        var (inbox, clock) = (new PullHintInbox(), new SettlingClock(_clock));
        var sources = new SourceCatalog([JobsHarness.Source("lark", (_, _) => AsyncEnumerable.Empty<SourcePage>()) with { IsPushed = true }]);
        var process = new Process(inbox, clock, new HintedPulls(inbox, _hints, _leases, _workers, sources, clock, NullLogger<HintedPulls>.Instance));
        _running.Add(process);
        await process.Pulls.StartAsync(Token);
        return process;
    }

    /// <summary>In small steps, each when everything that the last one, or an event, set going has come to rest.</summary>
    private async Task PassAsync(int seconds)
    {
        await SettleAsync();
        for (var i = 0; i < seconds * 4; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await SettleAsync();
        }
    }

    private async Task SettleAsync()
    {
        var waited = Stopwatch.StartNew();
        while (_workers.AreMoving || _running.Any(process => !process.Clock.IsSettled))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), "Something goes on without time passing.");
            await Task.Delay(1, Token);
        }
    }

    /// <summary>A process that events come to.</summary>
    private sealed record Process(PullHintInbox Inbox, SettlingClock Clock, HintedPulls Pulls)
    {
        public void Raise(string source, string? conversation)
        {
            Clock.Signal(); // first: the loop may be waiting for time again before the raising returns
            Inbox.Raise(source, conversation);
        }
    }
}
