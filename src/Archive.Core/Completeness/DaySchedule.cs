using Archive.Core.Messages;

namespace Archive.Core.Completeness;

/// <summary>Which days of a source can be read a second time, and which no more. Days are UTC.</summary>
/// <param name="window">How long the platform gives a message out; null for as long as the firm wants.</param>
public sealed class DaySchedule(TimeSpan? window, CompletenessOptions options)
{
    /// <summary>Second reads come daily.</summary>
    public static readonly TimeSpan UntilNextRead = TimeSpan.FromDays(1);

    private readonly TimeSpan _reach = window ?? TimeSpan.FromDays(options.DaysBack);

    public static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    public static DateOnly DayOf(DateTimeOffset time) => Timestamps.FromDay(Timestamps.ToDay(time));

    /// <summary>Whether the platform still gives out the whole of a day.</summary>
    public bool IsWithinReach(DateOnly day, DateTimeOffset now) => StartOf(day) + _reach >= now;

    public bool HasSettled(DateOnly day, DateTimeOffset now) => StartOf(day.AddDays(1)) + options.Settling <= now;

    /// <summary>The day with which the statements of a source begin: the first of which one was made, otherwise the first that was captured and is within reach.</summary>
    /// <param name="captured">Days of which anything was received.</param>
    public DateOnly FirstDay(IReadOnlyCollection<DayStatement> stated, IReadOnlyCollection<DateOnly> captured, DateTimeOffset now)
    {
        if (stated.Count > 0)
        {
            return stated.Min(s => s.Day);
        }

        var today = DayOf(now);
        var first = captured.Count > 0 ? captured.Min() : today.AddDays(-1);
        var reached = DayOf(now - _reach);
        reached = IsWithinReach(reached, now) ? reached : reached.AddDays(1);
        return first < reached ? reached : first > today ? today : first;
    }

    /// <summary>Days that a second read can confirm, and days that passed out of reach without one.</summary>
    /// <param name="stated">The statements in force of the source.</param>
    /// <param name="readThrough">Beginning of the last run that read the source to its end; null for none. A day that no run has seen whole is not read twice:
    /// everything would be missing.</param>
    public (IReadOnlyList<DateOnly> Due, IReadOnlyList<DateOnly> Late) Divide(
        IReadOnlyCollection<DayStatement> stated, IReadOnlyCollection<DateOnly> captured, DateTimeOffset? readThrough, DateTimeOffset now)
    {
        var final = stated.Where(s => s.IsFinal).Select(s => s.Day).ToHashSet();
        var (due, late) = (new List<DateOnly>(), new List<DateOnly>());
        for (var day = FirstDay(stated, captured, now); HasSettled(day, now); day = day.AddDays(1))
        {
            if (final.Contains(day))
            {
                continue;
            }

            if (!IsWithinReach(day, now))
            {
                late.Add(day);
            }
            else if (readThrough is { } read && HasSettled(day, read))
            {
                due.Add(day);
            }
        }

        return (due, late);
    }
}
