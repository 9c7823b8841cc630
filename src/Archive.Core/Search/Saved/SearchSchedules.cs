namespace Archive.Core.Search.Saved;

/// <summary>When a scheduled search is due. Periods are those of the calendar, in UTC: with "24 hours after the last run" an hourly check would
/// drift by an hour each day.</summary>
public static class SearchSchedules
{
    /// <param name="lastRun">Last turn by the schedule; null when there was none, and then it is due at once.</param>
    public static bool IsDue(SearchSchedule schedule, DateTimeOffset? lastRun, DateTimeOffset now) =>
        PeriodOf(schedule, now) is { } period && (lastRun is null || lastRun < period);

    /// <summary>Beginning of the day, or of the week from Monday; null without a schedule.</summary>
    private static DateTimeOffset? PeriodOf(SearchSchedule schedule, DateTimeOffset now)
    {
        var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        return schedule switch
        {
            SearchSchedule.Daily => day,
            SearchSchedule.Weekly => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            _ => null,
        };
    }
}
