using Archive.Core.Search.Language;
using Archive.Core.Search.Reports;
using Archive.Web.Auth;
using Archive.Web.Search;
using Archive.Web.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>What each of up to 100 queries finds, alone and beside the others. Queries are posted; the address of a report is its random id.</summary>
[Authorize(Policy = ArchivePolicies.SearchContent)]
internal sealed class ReportModel(TermReportBuilder builder, TermReports reports, PurposeInForce purposes, SignedInReader person, PageWords words) : PageModel
{
    /// <summary>Characters of all lines together: far more than a hundred queries that a person writes.</summary>
    public const int LongestText = 100_000;

    public TermReport? Report { get; private set; }

    public string? Id { get; private set; }

    public string Text { get; private set; } = "";

    public string? Purpose { get; private set; }

    /// <summary>What keeps the report from being made.</summary>
    public string? Problem { get; private set; }

    public IActionResult OnGet(string? id)
    {
        Purpose = purposes.Read();
        if (id is null)
        {
            return Page();
        }

        if (reports.Find(person.Account, id) is not { } report)
        {
            return NotFound();
        }

        (Report, Id, Purpose, Text) = (report, id, report.Purpose, string.Join('\n', report.Lines.Select(l => l.Query)));
        return Page();
    }

    public IActionResult OnGetCsv(string id) => reports.Find(person.Account, id) is { } report
        ? File(TermReportCsv.Write(report, CsvWords(), Explain), "text/csv; charset=utf-8", "search-term-report.csv")
        : NotFound();

    public async Task<IActionResult> OnPostAsync(string? queries, string? purpose, CancellationToken cancellationToken)
    {
        Text = queries ?? "";
        var lines = Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Problem = !purposes.TrySet(purpose) ? words["Search.PurposeMissing"]
            : Text.Length > LongestText || lines.Length is 0 or > TermReportBuilder.MostLines ? words.Format("Report.TooMany", TermReportBuilder.MostLines)
            : null;
        Purpose = Problem is null ? purposes.Read() : purpose;
        if (Problem is not null || Purpose is null)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var report = await builder.BuildAsync(person.For(Purpose), lines, cancellationToken);
        return LocalRedirect($"/searches/report/{reports.Keep(report)}");
    }

    /// <summary>The sentence for a line that could not be read.</summary>
    public string Explain(QueryException problem) => words.Format(
        "Query." + problem.Code, [.. problem.Arguments.Select(a => (object)words.Problem("Query", a == "end of query" ? "End" : "", a))]);

    private TermReportWords CsvWords() => new(
        words["Report.Part"], words["Report.Value"], words["Searches.Hits"], words["Report.Unique"], words["Report.Persons"], words["Report.First"],
        words["Report.Last"], words["Report.Problem"], words["Report.Column"], words["Search.Query"], words["Report.Distinct"], words["Facet.Person"],
        words["Report.Month"], words["Report.NotRun"]);
}
