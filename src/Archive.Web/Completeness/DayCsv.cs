using System.Globalization;
using System.Text;
using Archive.Core.Completeness;

namespace Archive.Web.Completeness;

/// <summary>Days as a file: one line a day, a column a figure, reasons as "reason=count" with blanks between. UTF-8 with a mark, which spreadsheets ask for.</summary>
internal static class DayCsv
{
    public const string MediaType = "text/csv; charset=utf-8";

    private const string Header =
        "source,day,state,stated_at,received,admitted,refused,withheld,duplicate,quarantined,discarded,"
        + "expected,held,disposed,second_quarantined,second_discarded,second_refused,second_withheld,unexplained,recovered,kept_only_here,leaf";

    public static byte[] Write(string source, IEnumerable<StatedDay> days)
    {
        var text = new StringBuilder(Header).Append("\r\n");
        foreach (var day in days)
        {
            text.AppendJoin(',', Cells(source, day).Select(Quote)).Append("\r\n");
        }

        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static IEnumerable<string> Cells(string source, StatedDay day)
    {
        var (came, read) = (day.Statement?.Arrivals ?? day.Now, day.Statement?.SecondRead);
        return
        [
            source, day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.State.ToString().ToLowerInvariant(),
            day.Statement?.MadeAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "",
            Number(came.Received), Number(came.Admitted), Reasons(came.Refused), Reasons(came.Withheld), Number(came.Duplicate), Number(came.Quarantined), Number(came.Discarded),
            Number(read?.Expected), Number(read?.Held), Number(read?.Disposed), Number(read?.Quarantined), Number(read?.Discarded), Reasons(read?.Refused), Reasons(read?.Withheld),
            Number(read?.Unexplained), Number(read?.Recovered), Number(read?.KeptOnlyHere), Number(day.Statement?.LeafIndex),
        ];
    }

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Reasons(IReadOnlyDictionary<string, long>? reasons) =>
        reasons is null ? "" : string.Join(' ', reasons.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Key}={r.Value}")));

    /// <summary>The name of a source comes from the settings and may hold anything, a formula of a spreadsheet included.</summary>
    private static string Quote(string cell)
    {
        var safe = cell.Length > 0 && "=+-@\t".Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
