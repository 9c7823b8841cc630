using System.Text;
using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Core.Search.Language;
using Archive.Core.Search.Reports;
using Archive.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Archive.Tests.Search;

public sealed class TermReportTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2024, 1, 10, 9, 0, 0, TimeSpan.Zero);
    private static readonly Reader Carla = new("carla", "Matter 5", SearchScope.Everything);
    private static readonly TermReportWords Words = new(
        "part", "value", "hits", "unique", "persons", "first", "last", "problem", "column", "query", "distinct", "sender", "month", "not run");

    private readonly ArchiveFixture _fixture = new();
    private readonly TemporaryIndex _index = new();
    private readonly FakeTimeProvider _clock = new(Start.AddYears(1));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private AuditTrail Audit => new(_fixture.Log, _clock);

    public void Dispose()
    {
        _index.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public async Task Counts_hits_hits_of_one_line_alone_and_all_of_them_once()
    {
        await FillAsync(("U1", "wire alpha"), ("U1", "wire beta"), ("U2", "alpha"), ("U3", "gamma"), ("U2", "转账"));

        var report = await BuildAsync("wire", "alpha", "from:(", "转账 OR gamma");

        Assert.Equal([(2L, 1L, 1), (2, 1, 2), (0, 0, 0), (2, 2, 2)], report.Lines.Select(l => (l.Hits, l.Unique, l.Persons)));
        Assert.Equal(5, report.Distinct);
        Assert.Equal((1, 2, 3, 4), (report.Lines[0].Number, report.Lines[1].Number, report.Lines[2].Number, report.Lines[3].Number));
        Assert.True(report.Lines[2].Problem?.Column > 0);
        Assert.Equal([("U1", 2L), ("U2", 2), ("U3", 1)], report.Persons.Select(p => (p.Value, p.Count)).OrderBy(p => p.Value, StringComparer.Ordinal));
        Assert.Equal([("2024-01", 1L), ("2024-02", 1), ("2024-03", 1), ("2024-04", 1), ("2024-05", 1)], report.Months.Select(m => (m.Value, m.Count)));
    }

    [Fact]
    public async Task A_line_found_twice_is_nobodys_alone()
    {
        await FillAsync(("U1", "wire"), ("U1", "wire"));

        var report = await BuildAsync("wire", "WIRE");

        Assert.Equal([(2L, 0L), (2, 0)], report.Lines.Select(l => (l.Hits, l.Unique)));
        Assert.Equal(2, report.Distinct);
    }

    [Fact]
    public async Task Writes_each_line_into_the_audit_trail_as_a_search_but_not_one_that_cannot_be_read()
    {
        await FillAsync(("U1", "wire"));

        await BuildAsync("wire", "(", "transfer");

        var events = await Audit.ReadAsync(null, 10, Stop);
        Assert.Equal(["transfer", "wire"], events.Where(e => e.Kind == EvidenceKind.Searched).Select(e => e.Facts.Query));
        Assert.All(events, e => Assert.Equal(("carla", "Matter 5"), (e.Actor, e.Facts.Purpose)));
    }

    [Fact]
    public async Task Takes_a_hundred_lines_and_no_more()
    {
        await FillAsync(("U1", "wire 7"));

        var report = await BuildAsync([.. Enumerable.Range(0, 100).Select(i => $"wire {i}")]);

        Assert.Equal((100, 1L), (report.Lines.Count, report.Distinct));
        Assert.Equal([8], report.Lines.Where(l => l.Unique == 1).Select(l => l.Number));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => BuildAsync([.. Enumerable.Repeat("wire", 101)]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => BuildAsync());
    }

    [Fact]
    public async Task Lists_the_lines_that_the_time_was_too_short_for()
    {
        await FillAsync(("U1", "wire"));
        BoundQuery Slow(string text, SearchScope scope, DateTimeOffset? now)
        {
            _clock.Advance(TermReportBuilder.Longest / 2);
            return QueryBinder.Bind(text, scope, _clock);
        }

        var report = await new TermReportBuilder(Slow, _index.Index, _fixture.Records, Audit, _clock).BuildAsync(Carla, ["wire", "wire", "wire"], Stop);

        Assert.Equal([false, true, true], report.Lines.Select(l => l.NotRun));
        Assert.Equal((1L, 1L), (report.Lines[0].Unique, report.Distinct));
    }

    [Fact]
    public async Task An_empty_result_has_no_dates_and_no_persons()
    {
        await FillAsync(("U1", "wire"));

        var report = await BuildAsync("absent");

        Assert.Equal((0L, null, null, 0L), (report.Lines[0].Hits, report.Lines[0].First, report.Lines[0].Last, report.Distinct));
        Assert.Empty(report.Months);
    }

    [Fact]
    public void Writes_csv_that_is_quoted_and_runs_nothing()
    {
        var problem = Assert.Throws<QueryException>(() => QueryBinder.Bind("wire (", SearchScope.Everything, _clock));
        var report = new TermReport(
            "carla",
            "Matter 5",
            Start,
            [
                new TermLine(1, "=HYPERLINK(\"http://x\")") { Hits = 3, Unique = 2, Persons = 1, First = Start, Last = Start.AddDays(1) },
                new TermLine(2, "-wire, \"fast\""),
                new TermLine(3, "+a"),
                new TermLine(4, "@b"),
                new TermLine(5, "客户") { NotRun = true },
                new TermLine(6, "wire (") { Problem = problem },
            ],
            3,
            [new FacetCount("U1", "=Alice", 3)],
            [new FacetCount("2024-01", "2024-01", 3)],
            new IndexState(1, 1, "x/1"));

        var bytes = TermReportCsv.Write(report, Words, e => e.Message);

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal("part,value,hits,unique,persons,first,last,problem,column", lines[0]);
        Assert.Equal("query,\"'=HYPERLINK(\"\"http://x\"\")\",3,2,1,2024-01-10T09:00:00Z,2024-01-11T09:00:00Z,,", lines[1]);
        Assert.Equal("query,\"'-wire, \"\"fast\"\"\",0,0,0,,,,", lines[2]);
        Assert.StartsWith("query,'+a,", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("query,'@b,", lines[4], StringComparison.Ordinal);
        Assert.Equal("query,客户,,,,,,not run,", lines[5]);
        Assert.EndsWith($",{problem.Column}", lines[6], StringComparison.Ordinal);
        Assert.Equal("sender,'=Alice (U1),3,,,,,,", lines[8]);
        Assert.Equal("month,2024-01,3,,,,,,", lines[9]);
        Assert.Equal("", lines[^1]);
        Assert.All(lines[..^1], line => Assert.DoesNotMatch("(^|,)\"?[=+@]", line));
    }

    private Task<TermReport> BuildAsync(params string[] queries) =>
        new TermReportBuilder((text, scope, _) => QueryBinder.Bind(text, scope, _clock), _index.Index, _fixture.Records, Audit, _clock).BuildAsync(Carla, queries, Stop);

    private Task FillAsync(params (string Sender, string Text)[] messages) => _index.Index.ApplyAsync(
        [.. messages.Select((m, i) => new IndexDocument(i + 1, Start.AddMonths(i), "slack", "C1", "desk", m.Sender, m.Sender, m.Text))], messages.Length, Stop);
}
