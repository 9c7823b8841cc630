using Archive.Core.Jobs;

namespace Archive.Tests.Jobs;

/// <summary>Does what the pull job does about leases and hints.</summary>
internal sealed class HintWorkers(MemoryLeases leases, MemoryHints hints) : IJobScheduler
{
    private TaskCompletionSource? _gate;
    private int _moving;
    private int _standing;

    public List<(string Job, string? Source, string By)> Started { get; } = [];

    public List<PullHint> Taken { get; } = [];

    public bool AreBusy { get; set; }

    public bool Fails { get; set; }

    /// <summary>Whether a pull is on its way; one that stands before the gate is not.</summary>
    public bool AreMoving => Volatile.Read(ref _moving) > 0;

    public IReadOnlyList<ScheduledJob> ReadJobs() => [];

    /// <summary>From here on pulls stay where they have begun.</summary>
    public void Shut() => _gate = new TaskCompletionSource();

    public void Open()
    {
        lock (Started)
        {
            if (_gate is { Task.IsCompleted: false } gate)
            {
                Interlocked.Add(ref _moving, _standing);
                _standing = 0;
                gate.SetResult();
            }
        }
    }

    public Task RunNowAsync(string job, string? source, string startedBy, CancellationToken cancellationToken)
    {
        lock (Started)
        {
            Started.Add((job, source, startedBy));
        }

        if (!AreBusy)
        {
            Interlocked.Increment(ref _moving);
            _ = Task.Run(() => PullAsync(source!), CancellationToken.None); // pulls have one
        }

        return Task.CompletedTask;
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

        await PassGateAsync();
        await (Fails ? hints.PostponeAsync(source, TimeSpan.FromMinutes(1), CancellationToken.None) : hints.CoverAsync(hint, CancellationToken.None));
        await leases.ReleaseAsync(lease, CancellationToken.None);
        Interlocked.Decrement(ref _moving);
    }

    private Task PassGateAsync()
    {
        lock (Started)
        {
            if (_gate is { Task.IsCompleted: false } gate)
            {
                _standing++;
                Interlocked.Decrement(ref _moving);
                return gate.Task;
            }

            return Task.CompletedTask;
        }
    }
}
