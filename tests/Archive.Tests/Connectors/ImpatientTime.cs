namespace Archive.Tests.Connectors;

/// <summary>A clock on which every wait is over at once, and has moved the clock by its length. Timeouts of attempts never fire.</summary>
/// <param name="start">What it is at first; null for now.</param>
internal sealed class ImpatientTime(TimeSpan attemptTimeout, DateTimeOffset? start = null) : TimeProvider
{
    private readonly DateTimeOffset _start = start ?? System.GetUtcNow();
    private long _waited;

    public TimeSpan Waited => new(Interlocked.Read(ref _waited));

    public override DateTimeOffset GetUtcNow() => _start + Waited;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == attemptTimeout || dueTime == Timeout.InfiniteTimeSpan)
        {
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Interlocked.Add(ref _waited, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
