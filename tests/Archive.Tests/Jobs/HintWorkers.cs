using Archive.Core.Jobs;

namespace Archive.Tests.Jobs;

/// <summary>Does what the pull job does about leases and hints.</summary>
internal sealed class HintWorkers(MemoryLeases leases, MemoryHints hints) : IJobScheduler
{
    public List<(string Job, string? Source, string By)> Started { get; } = [];

    public List<PullHint> Taken { get; } = [];

    public TaskCompletionSource? Gate { get; set; }

    public bool AreBusy { get; set; }

    public bool Fails { get; set; }

    public IReadOnlyList<ScheduledJob> ReadJobs() => [];

    public Task RunNowAsync(string job, string? source, string startedBy, CancellationToken cancellationToken)
    {
        lock (Started)
        {
            Started.Add((job, source, startedBy));
        }

        return AreBusy ? Task.CompletedTask : Task.Run(() => PullAsync(source!), CancellationToken.None); // pulls have one
    }

    public Task<bool> RetryQuarantineAsync(string? source, string? kind, long[]? items, string startedBy, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Hints start pulls alone.");

    private async Task PullAsync(string source)
    {
        var lease = await leases.TryTakeAsync("pull:" + source, TimeSpan.FromHours(1), CancellationToken.None);
        Assert.NotNull(lease);
        var hint = await hints.TakeAsync(source, CancellationToken.None);
        lock (Started)
        {
            Taken.Add(hint);
        }

        await (Gate?.Task ?? Task.CompletedTask);
        await (Fails ? hints.PostponeAsync(source, TimeSpan.FromMinutes(1), CancellationToken.None) : hints.CoverAsync(hint, CancellationToken.None));
        await leases.ReleaseAsync(lease, CancellationToken.None);
    }
}
