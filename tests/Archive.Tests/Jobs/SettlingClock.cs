using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Jobs;

/// <summary>The clock of one loop that always waits by exactly one timer. It tells when the loop waits again, so that a test moves time on only then and what
/// happens does not depend on how fast the machine is. Thread-safe.</summary>
internal sealed class SettlingClock(FakeTimeProvider inner) : TimeProvider
{
    private readonly HashSet<Awaited> _awaited = [];
    private readonly Lock _lock = new();
    private bool _isSignalled;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public bool IsSettled
    {
        get
        {
            lock (_lock)
            {
                return _awaited.Count == 1 && !_awaited.Single().IsWoken;
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    /// <summary>Something comes that ends a wait that can be ended, or the next one: a token source's. A delay is not ended by it.</summary>
    public void Signal()
    {
        lock (_lock)
        {
            var woken = _awaited.Where(timer => timer.CanBeWoken).ToList();
            woken.ForEach(timer => timer.IsWoken = true);
            _isSignalled = woken.Count == 0;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Awaited(this) { CanBeWoken = state is CancellationTokenSource };
        lock (_lock)
        {
            _awaited.Add(timer);
            if (timer.CanBeWoken)
            {
                (timer.IsWoken, _isSignalled) = (_isSignalled, false);
            }
        }

        timer.Inner = inner.CreateTimer(
            _ =>
            {
                Forget(timer);
                callback(state);
            },
            null, dueTime, period);
        return timer;
    }

    private void Forget(Awaited timer)
    {
        lock (_lock)
        {
            _awaited.Remove(timer);
        }
    }

    private sealed class Awaited(SettlingClock clock) : ITimer
    {
        public bool CanBeWoken { get; init; }

        public bool IsWoken { get; set; }

        public ITimer? Inner { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("A wait is not changed here.");

        public void Dispose()
        {
            clock.Forget(this);
            Inner?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
