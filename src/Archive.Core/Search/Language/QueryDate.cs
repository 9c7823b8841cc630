using System.Globalization;

namespace Archive.Core.Search.Language;

/// <summary>The dates of queries: a year, a month or a day, in UTC.</summary>
internal static class QueryDate
{
    private static readonly string[] Formats = ["yyyy", "yyyy-MM", "yyyy-MM-dd"];

    /// <summary>The half-open range that the text names; null when it names none.</summary>
    public static BoundTime? TryParse(string text)
    {
        foreach (var format in Formats)
        {
            if (text.Length == format.Length && DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var from))
            {
                return new BoundTime(from, EndOf(from, format.Length));
            }
        }

        return null;
    }

    private static DateTimeOffset? EndOf(DateTimeOffset from, int length) => length switch
    {
        4 => from.Year == 9999 ? null : from.AddYears(1),
        7 => from is { Year: 9999, Month: 12 } ? null : from.AddMonths(1),
        _ => from.Date == DateTime.MaxValue.Date ? null : from.AddDays(1),
    };
}
