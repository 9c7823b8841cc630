using System.Globalization;
using Archive.Core.Search;

namespace Archive.Web.Search;

/// <summary>The months of a plot: a bar's place must tell its time, so months without hits have a place, too.</summary>
internal static class MonthSpan
{
    private const string Format = "yyyy-MM";

    /// <summary>Every month from the first to the last.</summary>
    /// <param name="months">Ascending "yyyy-MM", at least one.</param>
    public static IReadOnlyList<FacetCount> Fill(IReadOnlyList<FacetCount> months)
    {
        var counts = months.ToDictionary(m => m.Value, StringComparer.Ordinal);
        var filled = new List<FacetCount>();
        for (var month = Parse(months[0].Value); month <= Parse(months[^1].Value); month = month.AddMonths(1))
        {
            var value = month.ToString(Format, CultureInfo.InvariantCulture);
            filled.Add(counts.GetValueOrDefault(value) ?? new FacetCount(value, value, 0));
        }

        return filled;
    }

    private static DateOnly Parse(string month) => DateOnly.ParseExact(month, Format, CultureInfo.InvariantCulture);
}
