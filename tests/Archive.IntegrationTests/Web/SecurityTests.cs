using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Web.Auth;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.IntegrationTests.Web;

public sealed partial class SecurityTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData(ArchiveRoles.ComplianceOfficer, "/search /searches /searches/report /holds /clean-up /purpose /nowhere")]
    [InlineData(ArchiveRoles.Operator, "/sources /clean-up /clean-up/run /jobs /users /health /search")]
    [InlineData(ArchiveRoles.Auditor, "/sources /evidence /audit")]
    public async Task Serves_no_inline_script_or_style_and_a_strict_policy(string role, string paths)
    {
        using var browser = await fixture.OpenAsAsync(role);
        foreach (var path in paths.Split(' '))
        {
            var response = await browser.GetAsync(path);
            var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", response.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
            Assert.Contains("</html>", html);
            AssertNothingInline(html);
        }
    }

    [Fact]
    public async Task Nothing_is_kept_by_caches_and_the_log_is_not_told_so_at_every_form()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);

        using var response = await browser.GetAsync("/search");

        Assert.Equal("no-store, no-cache", response.Headers.CacheControl?.ToString());
        Assert.NotEmpty(fixture.Logs.Lines);
        Assert.DoesNotContain(fixture.Logs.Lines, line => line.Contains("Cache-Control", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Encodes_what_people_wrote()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var response = await browser.SearchAsync("alert");
        var list = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var opened = await browser.ReadAsync(HitLink().Match(list).Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal));

        Assert.Contains("&lt;script&gt;", list);
        Assert.Contains("&lt;script&gt;", opened);
        Assert.Contains("&lt;b&gt;evil&lt;/b&gt;", opened);
        Assert.Contains("redacted colour-", opened);
        AssertNothingInline(list);
        AssertNothingInline(opened);
    }

    [Fact]
    public async Task Keeps_query_text_out_of_addresses_and_logs()
    {
        const string query = "settlement uniquequerywordxyz";
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);

        var response = await browser.SearchAsync(query, "Purpose for the log test");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(browser.History, u => u.ToString().Contains("uniquequery", StringComparison.Ordinal));
        Assert.NotEmpty(fixture.Logs.Lines);
        Assert.DoesNotContain(fixture.Logs.Lines, l => l.Contains("uniquequery", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shows_nothing_when_the_audit_trail_cannot_be_written()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var page = await browser.SearchAsync("settlement");
        var address = page.RequestMessage!.RequestUri!.PathAndQuery; // the client set both
        fixture.EvidenceLog.Broken = true;
        try
        {
            foreach (var path in new[] { address, "/records/1", "/api/v1/records/1" })
            {
                var response = await browser.GetAsync(path);
                var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

                Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
                Assert.DoesNotContain("ledger", html);
            }
        }
        finally
        {
            fixture.EvidenceLog.Broken = false;
        }
    }

    [Fact]
    public async Task Writes_search_and_opening_into_the_audit_trail_with_the_purpose()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);

        await browser.SearchAsync("Helios", "Matter 4711");
        await browser.ReadAsync("/records/5");

        var log = fixture.Services.GetRequiredService<IEvidenceLog>();
        var entries = await log.ReadAsync([EvidenceKind.Searched, EvidenceKind.Opened], null, 1_000, TestContext.Current.CancellationToken);
        Assert.Contains(entries, e => e.Kind == EvidenceKind.Searched && e.Actor == "carla" && e.Body.Contains("Matter 4711") && e.Body.Contains("Helios"));
        Assert.Contains(entries, e => e.Kind == EvidenceKind.Opened && e.Actor == "carla" && e.Body.Contains("Matter 4711"));
    }

    [Fact]
    public async Task Tells_the_pages_of_a_search_from_further_searches()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var address = (await browser.SearchAsync("", "Matter 4712")).RequestMessage!.RequestUri!.PathAndQuery; // the client set both

        await browser.ReadAsync(address + "?page=2");
        await browser.ReadAsync(address);

        var events = await fixture.Services.GetRequiredService<AuditTrail>().ReadAsync(null, 1_000, TestContext.Current.CancellationToken);
        var searched = events.Where(e => e.Kind == EvidenceKind.Searched && e.Facts.Purpose == "Matter 4712");
        Assert.Equal([null, 2, 1], searched.Reverse().Select(e => e.Facts.Page));
        using var auditor = await fixture.OpenAsAsync(ArchiveRoles.Auditor);
        Assert.Contains("page 2 of this search", await auditor.ReadAsync("/audit"));
        auditor.Headers["Accept-Language"] = "zh-CN";
        Assert.Contains("该检索的第 2 页", await auditor.ReadAsync("/audit"));
    }

    [Fact]
    public async Task Tells_facts_in_the_language_of_the_reader_and_unknown_ones_as_they_are_stored()
    {
        var audit = fixture.Services.GetRequiredService<AuditTrail>();
        await audit.AdministeredAsync("owner", "job pull of harbour started", TestContext.Current.CancellationToken);
        await audit.AdministeredAsync("owner", "moved the <b>archive</b>", TestContext.Current.CancellationToken);
        using var auditor = await fixture.OpenAsAsync(ArchiveRoles.Auditor);
        auditor.Headers["Accept-Language"] = "zh-CN";

        var chinese = await auditor.ReadAsync("/audit");
        auditor.Headers["Accept-Language"] = "en";
        var english = await auditor.ReadAsync("/audit");

        Assert.Contains("启动作业：采集，来源 harbour", chinese);
        Assert.Contains("已登录", chinese);
        Assert.DoesNotContain("signed in", chinese);
        Assert.Contains("job Pull of harbour started", english);
        Assert.All([chinese, english], html => Assert.Contains("moved the &lt;b&gt;archive&lt;/b&gt;", html));
    }

    [Theory]
    [InlineData("/search", "query")]
    [InlineData("/sign-out", "x")]
    [InlineData("/holds?handler=Place", "matter")]
    [InlineData("/preferences", "theme")]
    public async Task Refuses_forms_without_a_token(string path, string field)
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);

        var response = await browser.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent([new(field, "dark")]));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Refuses_api_calls_that_change_something_without_a_token()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);

        var response = await browser.SendAsync(HttpMethod.Post, "/api/v1/searches", JsonContent.Create(new { query = "a", purpose = "b" }));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("token-missing", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Hands_out_files_as_downloads_with_safe_names()
    {
        Assert.Equal("_b_evil__b__.pdf", Archive.Web.Messages.AttachmentDownload.SafeName("..\\..\\<b>evil</b>\".pdf")[4..]);
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var html = await (await browser.SearchAsync("\"Form attached\"")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var opened = await browser.ReadAsync(HitLink().Match(html).Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal));

        var response = await browser.GetAsync(FileLink().Match(opened).Groups[1].Value);

        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("report", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static void AssertNothingInline(string html)
    {
        Assert.DoesNotMatch(InlineScript(), html);
        Assert.DoesNotMatch(InlineStyle(), html);
        Assert.DoesNotMatch(InlineHandler(), html);
    }

    [GeneratedRegex("<script(?![^>]*\\ssrc=)[^>]*>", RegexOptions.IgnoreCase, 30_000)]
    private static partial Regex InlineScript();

    [GeneratedRegex("<style|<[a-z]+[^>]*\\sstyle=", RegexOptions.IgnoreCase, 30_000)]
    private static partial Regex InlineStyle();

    [GeneratedRegex("<[a-z]+[^>]*\\son[a-z]+=", RegexOptions.IgnoreCase, 30_000)]
    private static partial Regex InlineHandler();

    [GeneratedRegex("class=\"hit\"[^>]*href=\"([^\"#]+)", RegexOptions.None, 30_000)]
    private static partial Regex HitLink();

    [GeneratedRegex("href=\"(/records/\\d+/files/F1[^\"]*)\"", RegexOptions.None, 30_000)]
    private static partial Regex FileLink();
}
