using System.Globalization;
using Archive.Core.Messages;

namespace Archive.Core.Sanctioning;

/// <summary>A signature of which only the day is known counts from the end of that day: what was written on it may have been written before it was signed.</summary>
public static class SignedDay
{
    /// <param name="zone">Of whoever wrote the day.</param>
    /// <param name="now">A day that is still going on ends now.</param>
    /// <returns>The last microsecond of the day; in the future for a day that has not begun, which nobody can have signed on.</returns>
    public static DateTimeOffset EndOf(DateOnly day, TimeZoneInfo zone, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (day.Year is 1 or 9999)
        {
            return day.Year == 1 ? DateTimeOffset.MinValue : DateTimeOffset.MaxValue; // the next midnight may be no date any more
        }

        var end = Midnight(day.AddDays(1), zone).AddMicroseconds(-1);
        return end > now && Midnight(day, zone) <= now ? Timestamps.Cut(now) : end;
    }

    /// <returns>Null where it is not a day alone.</returns>
    internal static DateOnly? Read(string cell) =>
        DateOnly.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1); // clocks that go forward at midnight
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
