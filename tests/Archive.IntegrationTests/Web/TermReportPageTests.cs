using System.Net;
using System.Text;
using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Web.Auth;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.IntegrationTests.Web;

public sealed class TermReportPageTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_each_line_with_what_it_finds_and_what_is_wrong_with_it()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var before = await CountSearchesAsync();

        var page = await MakeAsync(browser, "settlement\r\n\r\n转账\r\nwire (spot\r\n=wire");
        var html = await page.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("240", html);
        Assert.Contains("(column 6)", html);
        Assert.Contains("2022-01-10 08:30", html);
        Assert.DoesNotContain("settlement", page.RequestMessage!.RequestUri!.ToString(), StringComparison.Ordinal); // the client set both
        Assert.Equal(before + 3, await CountSearchesAsync());
    }

    [Fact]
    public async Task Hands_out_the_same_report_as_csv_that_runs_nothing()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var page = await MakeAsync(browser, "=wire\r\n转账");

        var response = await browser.GetAsync(page.RequestMessage!.RequestUri!.AbsolutePath + "?handler=Csv"); // the client set both
        var bytes = await response.Content.ReadAsByteArrayAsync(Stop);
        var text = Encoding.UTF8.GetString(bytes);

        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("search-term-report.csv", response.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Contains("\r\nQuery,'=wire,", text);
        Assert.Contains("\r\nQuery,转账,2,2,2,2024-03-06T09:00:00Z,2024-03-06T09:03:00Z,,\r\n", text);
    }

    [Fact]
    public async Task Opens_a_report_to_its_maker_alone()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var address = (await MakeAsync(browser, "wire")).RequestMessage!.RequestUri!.AbsolutePath; // the client set both
        using var other = await fixture.OpenAsSecondOfficerAsync();
        using var operation = await fixture.OpenAsAsync(ArchiveRoles.Operator);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(address + "?handler=Csv")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await operation.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await operation.GetAsync(address + "?handler=Csv")).StatusCode);
    }

    [Theory]
    [InlineData("wire", " ")]
    [InlineData(" \n ", "Matter of reports")]
    [InlineData(null, "Matter of reports")]
    public async Task Makes_none_without_purpose_or_lines_or_with_too_many(string? lines, string purpose)
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);

        var response = await browser.PostAsync(
            "/searches/report", "/searches/report", ("queries", lines ?? string.Join('\n', Enumerable.Repeat("wire", 101))), ("purpose", purpose));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Refuses_one_without_a_token()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);

        var response = await browser.SendAsync(
            HttpMethod.Post, "/searches/report", new FormUrlEncodedContent([new("queries", "wire"), new("purpose", "Matter")]));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Says_why_a_hit_is_one_in_both_languages()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var page = await browser.SearchAsync("transfer from:alice in:desk Helios");
        var html = await page.Content.ReadAsStringAsync(Stop);
        var record = html.Split("data-record=\"")[1].Split('"')[0];
        var address = page.RequestMessage!.RequestUri!.AbsolutePath + "?open=" + record; // the client set both

        var english = await browser.ReadAsync(address);
        browser.Headers["Accept-Language"] = "zh-CN";
        var chinese = await browser.ReadAsync(address);

        Assert.Contains("Why this hit", english);
        Assert.Contains("<mark>Helios</mark> × 1", english);
        Assert.Contains("sender <code>alice</code>", english);
        Assert.Contains("命中原因", chinese);
        Assert.Contains("发送人 <code>alice</code>", chinese);
    }

    private async Task<int> CountSearchesAsync()
    {
        var events = await fixture.Services.GetRequiredService<AuditTrail>().ReadAsync(null, 500, Stop);
        return events.Count(e => e.Kind == EvidenceKind.Searched && e.Facts.Purpose == "Matter of reports");
    }

    private static async Task<HttpResponseMessage> MakeAsync(Browser browser, string lines) => await browser.FollowAsync(
        await browser.PostAsync("/searches/report", "/searches/report", ("queries", lines), ("purpose", "Matter of reports")));
}
