using System.Globalization;

namespace Archive.Web.Search;

/// <summary>Months that somebody dragged over in the plot.</summary>
/// <param name="From">First day of the first month.</param>
/// <param name="Until">First day after the last month.</param>
internal sealed record MonthRange(DateOnly From, DateOnly Until)
{
    /// <summary>In either order; null when either is no month ("2024-03").</summary>
    public static MonthRange? TryRead(string? from, string? until)
    {
        if (TryRead(from) is not { } one || TryRead(until) is not { } other)
        {
            return null;
        }

        var (first, last) = one <= other ? (one, other) : (other, one);
        return new MonthRange(first, last == DateOnly.MaxValue.AddDays(1 - DateOnly.MaxValue.Day) ? last : last.AddMonths(1));
    }

    /// <summary>The query narrowed to the range, in its own words; a range it had before goes, since one inside the other would be read as two.</summary>
    public string AddTo(string query)
    {
        while (QueryFilters.Read(query).FirstOrDefault(f => IsTime(f.Text)) is { } old)
        {
            query = QueryFilters.Remove(query, old.Start);
        }

        return QueryFilters.Add(QueryFilters.Add(query, "after", Text(From)), "before", Text(Until));
    }

    private static bool IsTime(string filter) =>
        filter.StartsWith("after:", StringComparison.OrdinalIgnoreCase)
        || filter.StartsWith("before:", StringComparison.OrdinalIgnoreCase)
        || filter.StartsWith("on:", StringComparison.OrdinalIgnoreCase);

    private static DateOnly? TryRead(string? month) =>
        DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? first : null;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
