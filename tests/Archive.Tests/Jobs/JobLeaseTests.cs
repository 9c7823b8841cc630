using Archive.Core.Jobs;
using Archive.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Archive.Tests.Jobs;

/// <summary>Jobs of several processes, one after the other and side by side.</summary>
public sealed class JobLeaseTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));
    private readonly MemoryRunLog _runs = new();
    private readonly MemoryLeases _leases;

    public JobLeaseTests() => _leases = new MemoryLeases(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_another_process_runs_is_not_run()
    {
        var gate = new TaskCompletionSource();
        var first = Runner(_leases).RunAsync("verify", null, "ann", (_, _) => gate.Task, Token);

        var second = await Runner(_leases).RunAsync("verify", null, "bob", (_, _) => throw new InvalidOperationException("ran"), Token);
        gate.SetResult();

        Assert.False(second);
        Assert.True(await first);
    }

    [Fact]
    public async Task A_running_job_keeps_its_lease_for_as_long_as_it_runs()
    {
        var gate = new TaskCompletionSource();
        var running = Runner(_leases).RunAsync("verify", null, "ann", (_, _) => gate.Task, Token);

        await PassAsync(Lease * 5);

        Assert.True(await _leases.IsHeldAsync("verify", Token));
        gate.SetResult();
        await running;
        Assert.False(await _leases.IsHeldAsync("verify", Token));
    }

    [Fact]
    public async Task A_job_that_is_taken_over_stops_and_says_so()
    {
        var running = Runner(_leases).RunAsync("pull", "slack", "ann", (_, token) => Task.Delay(Timeout.Infinite, token), Token);
        await _leases.ReleaseAsync(new Lease("pull:slack", 1), Token);
        await _leases.TryTakeAsync("pull:slack", Lease * 100, Token);

        await PassAsync(Lease);

        await Assert.ThrowsAsync<LeaseLostException>(() => running);
        Assert.Equal(JobOutcome.Interrupted, _runs.Runs[0].Outcome);
        Assert.Contains("another process", _runs.Runs[0].Error, StringComparison.Ordinal);
        Assert.True(await _leases.IsHeldAsync("pull:slack", Token));
    }

    [Fact]
    public async Task A_job_whose_store_does_not_answer_stops_when_its_lease_is_over()
    {
        var store = new Unreachable(_leases);
        var running = Runner(store).RunAsync("pull", "slack", "ann", (_, token) => Task.Delay(Timeout.Infinite, token), Token);
        store.IsGone = true;

        await PassAsync(Lease / 2);
        Assert.False(running.IsCompleted);
        await PassAsync(Lease);

        await Assert.ThrowsAsync<LeaseLostException>(() => running);
    }

    [Fact]
    public async Task The_next_run_settles_what_a_dead_process_left_running()
    {
        await _leases.TryTakeAsync("pull:slack", Lease, Token);
        await _runs.StartAsync("pull", "slack", "schedule", Token);
        await _runs.StartAsync("pull", "teams", "schedule", Token);
        _clock.Advance(Lease);

        await Runner(_leases).RunAsync("pull", "slack", "schedule", (_, _) => Task.CompletedTask, Token);

        Assert.Equal([JobOutcome.Interrupted, JobOutcome.Running, JobOutcome.Succeeded], _runs.Runs.Select(run => run.Outcome));
    }

    private JobRunner Runner(ILeases leases) => new(_runs, leases, Options.Create(new JobsOptions { Lease = Lease }), _clock, NullLogger<JobRunner>.Instance);

    /// <summary>In small steps, each with time for whoever waits.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Lease / 12)
        {
            _clock.Advance(Lease / 12);
            await Task.Delay(10, Token);
        }
    }

    private sealed class Unreachable(ILeases leases) : ILeases
    {
        public bool IsGone { get; set; }

        public Task<Lease?> TryTakeAsync(string work, TimeSpan duration, CancellationToken cancellationToken) => leases.TryTakeAsync(work, duration, cancellationToken);

        public Task<bool> TryRenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken) =>
            IsGone ? throw new IOException("gone") : leases.TryRenewAsync(lease, duration, cancellationToken);

        public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => IsGone ? throw new IOException("gone") : leases.ReleaseAsync(lease, cancellationToken);

        public Task<bool> IsHeldAsync(string work, CancellationToken cancellationToken) => leases.IsHeldAsync(work, cancellationToken);
    }
}
