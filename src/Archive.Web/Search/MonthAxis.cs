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

    private static bool TryRead(string month, out DateOnly first) =>
        DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out first);
}
