using System.Globalization;
using System.Text;
using Archive.Core.Sanctioning;
using Archive.Core.Search.Language;

namespace Archive.Core.Search.Reports;

/// <summary>A report as CSV after RFC 4180: CRLF, UTF-8 with a byte order mark (without it Excel takes UTF-8 for the local code page). A cell that begins
/// like a formula gets an apostrophe in front (<see cref="CsvCells"/>): a query such as <c>=HYPERLINK(…)</c> must not run where the file is opened.</summary>
public static class TermReportCsv
{
    /// <param name="words">Headings and names of the parts.</param>
    /// <param name="explain">The sentence for what is wrong with a line.</param>
    public static byte[] Write(TermReport report, TermReportWords words, Func<QueryException, string> explain)
    {
        var text = new StringBuilder("\uFEFF");
        Append(text, [words.Part, words.Value, words.Hits, words.Unique, words.Persons, words.First, words.Last, words.Problem, words.Column]);
        foreach (var line in report.Lines)
        {
            Append(text, line is { Problem: null, NotRun: false }
                ? [words.Query, line.Query, Number(line.Hits), Number(line.Unique), Number(line.Persons), Time(line.First), Time(line.Last), "", ""]
                : [words.Query, line.Query, "", "", "", "", "", line.Problem is { } e ? explain(e) : words.NotRun, line.Problem is { } p ? Number(p.Column) : ""]);
        }

        Append(text, [words.Total, "", Number(report.Distinct), "", "", "", "", "", ""]);
        foreach (var person in report.Persons)
        {
            Append(text, [words.Person, $"{person.Label} ({person.Value})", Number(person.Count), "", "", "", "", "", ""]);
        }

        foreach (var month in report.Months)
        {
            Append(text, [words.Month, month.Value, Number(month.Count), "", "", "", "", "", ""]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, string[] cells) => text.AppendJoin(',', cells.Select(CsvCells.Encode)).Append("\r\n");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}

/// <summary>Words of the CSV in the reader's language.</summary>
public sealed record TermReportWords(
    string Part, string Value, string Hits, string Unique, string Persons, string First, string Last, string Problem, string Column,
    string Query, string Total, string Person, string Month, string NotRun);
