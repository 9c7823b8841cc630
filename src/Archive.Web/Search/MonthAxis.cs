using System.Globalization;
using Archive.Core.Search;

namespace Archive.Web.Search;

/// <summary>Months for a plot: without hits means a bar of nothing, not a bar left out, so that a gap in the record is seen.</summary>
internal static class MonthAxis
{
    // More bars than this would be thinner than a pixel; a longer axis is drawn as it came.
    private const int Longest = 600;

    public static IReadOnlyList<FacetCount> Fill(IReadOnlyList<FacetCount> months)
    {
        if (months.Count == 0 || !TryRead(months[0].Value, out var first) || !TryRead(months[^1].Value, out var last))
        {
            return months;
        }

        var length = ((last.Year - first.Year) * 12) + last.Month - first.Month + 1;
        if (length is < 1 or > Longest)
        {
            return months;
        }

        var known = months.ToDictionary(m => m.Value, StringComparer.Ordinal);
        return [.. Enumerable.Range(0, length)
            .Select(i => first.AddMonths(i).ToString("yyyy-MM", CultureInfo.InvariantCulture))
            .Select(m => known.GetValueOrDefault(m) ?? new FacetCount(m, m, 0))];
    }

    /// <summary>For each month the year to write under it, or null: at each January, every second, fifth or tenth year where there are many, and at
    /// the beginning when no January is near.</summary>
    public static IReadOnlyList<string?> Ticks(IReadOnlyList<FacetCount> months)
    {
        var years = months.Count / 12;
        var step = years switch { <= 8 => 1, <= 16 => 2, <= 40 => 5, _ => 10 };
        var ticks = months
            .Select(m => m.Value.EndsWith("-01", StringComparison.Ordinal) && int.Parse(m.Value[..4], CultureInfo.InvariantCulture) % step == 0 ? m.Value[..4] : null)
            .ToList();
        var room = Math.Max(2, months.Count / 7);
        if (months.Count > 0 && ticks.Take(room).All(t => t is null))
        {
            ticks[0] = months[0].Value[..4];
        }

        return ticks;
    }

    private static bool TryRead(string month, out DateOnly first) =>
        DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out first);
}
