namespace Archive.Core.Messages;

/// <summary>Times are UTC and whole microseconds from where they enter, so that every store gives back the bytes that were hashed.</summary>
public static class Timestamps
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    public static DateTimeOffset Cut(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TicksPerMicrosecond));
    }

    public static long ToMicroseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TicksPerMicrosecond);

    /// <summary>Whole days since 1970-01-01 UTC.</summary>
    public static int ToDay(DateTimeOffset time) => (int)Math.Floor((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerDay);

    public static DateOnly FromDay(int day) => DateOnly.FromDateTime(DateTimeOffset.UnixEpoch.UtcDateTime).AddDays(day);
}
