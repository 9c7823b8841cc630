namespace Archive.Connectors.Http;

/// <summary>The time of a run: ours, but never ahead of the platform's. Marks stay some way behind the beginning of their run because the platform shows messages late; with a clock that
/// is ahead by more than that, they would pass what is not shown yet.</summary>
public sealed class PlatformClock(TimeProvider own) : TimeProvider
{
    private const long Unknown = -1;

    private long _ahead = Unknown;

    /// <summary>Takes over what the first answer says of its time.</summary>
    /// <param name="there">Null when it said nothing.</param>
    public void Compare(DateTimeOffset? there)
    {
        if (there is { } time)
        {
            Interlocked.CompareExchange(ref _ahead, Math.Max(0, (own.GetUtcNow() - time).Ticks), Unknown);
        }
    }

    /// <summary>How far ours is ahead of the platform's; zero where it is behind, or nothing was answered yet.</summary>
    public TimeSpan Ahead => new(Math.Max(0, Interlocked.Read(ref _ahead)));

    public override DateTimeOffset GetUtcNow() => own.GetUtcNow() - Ahead;
}
