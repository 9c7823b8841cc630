namespace Archive.Search;

/// <summary>Message times as the indexes hold them: whole seconds since 1970, up to the year 2106; earlier and later ones are put at the ends.</summary>
internal static class MessageTime
{
    public static uint ToSeconds(DateTimeOffset time) => (uint)Math.Clamp(time.ToUnixTimeSeconds(), 0, uint.MaxValue);

    /// <summary>The first second that is not before a time: bounds fall on seconds, so a fraction belongs to the next one.</summary>
    public static long ToBound(DateTimeOffset time) =>
        time.ToUnixTimeSeconds() + (time.UtcTicks % TimeSpan.TicksPerSecond == 0 ? 0 : 1);
}
