using System.Globalization;

namespace Archive.Core.Search.Language;

/// <summary>The dates of queries, in UTC: a year, a month, a day, or a day counted from today.</summary>
internal static class QueryDate
{
    private static readonly string[] Formats = ["yyyy", "yyyy-MM", "yyyy-MM-dd"];
    private static readonly string[] RangeSigns = ["...", "..", "~"];

    /// <summary>The half-open range that the text names; null when it names none.</summary>
    /// <param name="text">Folded.</param>
    /// <param name="today">The beginning of the day in UTC.</param>
    public static BoundTime? TryParse(string text, DateTimeOffset today)
    {
        foreach (var format in Formats)
        {
            if (text.Length == format.Length && DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var from))
            {
                return new BoundTime(from, EndOf(from, format.Length));
            }
        }

        return TryParseDay(text, today) is { } day ? new BoundTime(day, EndOf(day, Formats[^1].Length)) : null;
    }

    /// <summary>The ends of "first..last", either of which may be blank; null for a text that is no range.</summary>
    public static (string First, string Last)? SplitRange(string text)
    {
        foreach (var sign in RangeSigns)
        {
            if (text.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var at)
            {
                return (text[..at].Trim(), text[(at + sign.Length)..].Trim());
            }
        }

        return null;
    }

    private static DateTimeOffset? TryParseDay(string text, DateTimeOffset today)
    {
        if (text is "today" or "yesterday")
        {
            return text == "today" ? today : today.AddDays(-1);
        }

        if (text.Length is < 3 or > 6 || text[0] != '-'
            || !int.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        // At most 9,999 of each: only years and months can lead out of the calendar.
        var months = ((today.Year - 1) * 12) + today.Month - 1;
        return text[^1] switch
        {
            'd' => today.AddDays(-count),
            'w' => today.AddDays(-7L * count),
            'm' when count <= months => today.AddMonths(-count),
            'y' when count * 12 <= months => today.AddYears(-count),
            _ => null,
        };
    }

    private static DateTimeOffset? EndOf(DateTimeOffset from, int length) => length switch
    {
        4 => from.Year == 9999 ? null : from.AddYears(1),
        7 => from is { Year: 9999, Month: 12 } ? null : from.AddMonths(1),
        _ => from.Date == DateTime.MaxValue.Date ? null : from.AddDays(1),
    };
}
