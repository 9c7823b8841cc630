namespace Archive.Connectors.WeCom;

/// <summary>Times of the platform: milliseconds or seconds since 1970, and not always the one that is documented.</summary>
internal static class WeComTime
{
    // As milliseconds this is March 1973, as seconds the year 5138.
    private const long LeastMilliseconds = 100_000_000_000;
    private const long MostMilliseconds = 253_402_300_799_999;

    /// <returns>Null for what is no time at all, 0 above all.</returns>
    public static DateTimeOffset? Read(long value)
    {
        var milliseconds = value < LeastMilliseconds ? value * 1_000 : value;
        return value > 0 && milliseconds <= MostMilliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}
