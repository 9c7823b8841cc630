using System.Globalization;
using Archive.Core.Completeness;

namespace Archive.Web.Completeness;

/// <summary>A month of one source as weeks from Monday to Sunday.</summary>
/// <param name="Weeks">Null stands for a day of another month.</param>
internal sealed record MonthGrid(DateOnly Month, IReadOnlyList<IReadOnlyList<GridDay?>> Weeks)
{
    private const int DaysPerWeek = 7;

    /// <param name="days">Any number of days; those of other months are left out.</param>
    public static MonthGrid Of(DateOnly month, IEnumerable<StatedDay> days)
    {
        var stated = days.ToDictionary(d => d.Day);
        var first = new DateOnly(month.Year, month.Month, 1);
        var lead = ((int)first.DayOfWeek + DaysPerWeek - 1) % DaysPerWeek;
        var cells = Enumerable.Repeat<GridDay?>(null, lead)
            .Concat(Enumerable.Range(0, DateTime.DaysInMonth(month.Year, month.Month)).Select(i => first.AddDays(i)).Select(d => new GridDay(d, stated.GetValueOrDefault(d))))
            .ToList();
        cells.AddRange(Enumerable.Repeat<GridDay?>(null, (DaysPerWeek - (cells.Count % DaysPerWeek)) % DaysPerWeek));
        return new MonthGrid(first, [.. cells.Chunk(DaysPerWeek)]);
    }

    /// <returns>First day of the month of "2026-03"; null for anything else.</returns>
    public static DateOnly? TryRead(string? month) =>
        DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? first : null;

    /// <summary>Names of the weekdays in the person's language, Monday first.</summary>
    public static IReadOnlyList<(string Short, string Long)> Weekdays =>
        [.. Enumerable.Range(1, DaysPerWeek).Select(i => (DayOfWeek)(i % DaysPerWeek))
            .Select(d => (CultureInfo.CurrentCulture.DateTimeFormat.GetShortestDayName(d), CultureInfo.CurrentCulture.DateTimeFormat.GetDayName(d)))];
}

/// <param name="Stated">Null where nothing is stated: before the first day, or after today.</param>
internal sealed record GridDay(DateOnly Day, StatedDay? Stated);
