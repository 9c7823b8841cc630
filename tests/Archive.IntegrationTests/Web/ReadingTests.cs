using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Archive.Core.Search;
using Archive.Web.Auth;
using Archive.Web.Messages;
using Archive.Web.Search;
using Xunit;

namespace Archive.IntegrationTests.Web;

public sealed class ReadingTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData("wire", "from", "U1", "wire from:U1")]
    [InlineData("wire OR cash", "in", "trading desk", "(wire OR cash) in:\"trading desk\"")]
    [InlineData("wire from:U1", "from", "U1", "wire from:U1")]
    [InlineData("", "on", "2024-03", "on:2024-03")]
    [InlineData("wire w/5 cash", "hit", "phone", "wire w/5 cash hit:phone")]
    [InlineData("(wire OR cash)", "from", "-x\"y\\*", "(wire OR cash) from:\"-x\\\"y\\\\\\*\"")]
    [InlineData("wire || cash", "from", "OR", "(wire || cash) from:\"OR\"")]
    [InlineData("wire ＯＲ cash", "type", "edit", "(wire ＯＲ cash) type:edit")]
    public void Narrows_a_query_in_its_own_words(string query, string field, string value, string expected) =>
        Assert.Equal(expected, QueryFilters.Add(query, field, value));

    [Theory]
    [InlineData("wire from:U1", "from:U1", "wire")]
    [InlineData("from:\"Alice Chen\" AND wire", "from:\"Alice Chen\"", "wire")]
    [InlineData("wire && from:(alice, bob) ＡＮＤ cash", "from:(alice, bob)", "wire ＡＮＤ cash")]
    [InlineData("wire (from:alice)", "(from:alice)", "wire")]
    [InlineData("from：alice，bob 转账 type:edit", "from：alice，bob type:edit", "转账 type:edit")]
    [InlineData("on:-7d..today", "on:-7d..today", "")]
    [InlineData("-from:U1 cash", "", "-from:U1 cash")]
    [InlineData("cash from:", "", "cash from:")]
    [InlineData("(from:U1 wire)", "", "(from:U1 wire)")]
    [InlineData("NOT from:U1", "", "NOT from:U1")]
    [InlineData("from:U1 OR wire", "", "from:U1 OR wire")]
    public void Removes_only_filters_that_narrow_the_whole_query(string query, string filters, string expected)
    {
        var read = QueryFilters.Read(query);

        Assert.Equal(filters, string.Join(' ', read.Select(f => f.Text)));
        Assert.Equal(expected, read.Count == 0 ? QueryFilters.Remove(query, 0) : QueryFilters.Remove(query, read[0].Start));
    }

    [Fact]
    public void Cuts_text_into_marks_and_labels()
    {
        var pieces = TextPieces.Cut("call ⟦phone:ab12⟧ now ⟦", [new TextSpan(0, 4)]);

        Assert.Equal(["call", " ", "ab12", " now ⟦"], pieces.Select(p => p.Text));
        Assert.Equal([true, false, false, false], pieces.Select(p => p.Marked));
        Assert.Equal("phone", pieces[2].Entity);
    }

    [Fact]
    public void Draws_months_without_hits()
    {
        var filled = MonthAxis.Fill([new FacetCount("2023-11", "2023-11", 2), new FacetCount("2024-02", "2024-02", 1)]);

        Assert.Equal(["2023-11", "2023-12", "2024-01", "2024-02"], filled.Select(m => m.Value));
        Assert.Equal([2, 0, 0, 1], filled.Select(m => m.Count));
    }

    [Fact]
    public async Task Shows_edits_recalls_and_reactions_in_place()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var list = await (await browser.SearchAsync("Helios")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var link = list[list.IndexOf("href=\"/search/", list.IndexOf("class=\"hit\"", StringComparison.Ordinal), StringComparison.Ordinal)..][6..];

        var html = await browser.ReadAsync(WebUtility.HtmlDecode(link[..link.IndexOf('#', StringComparison.Ordinal)]));

        Assert.Contains("edited 1×", html);
        Assert.Contains("Recalled by Bob Keller at 09:22", html);
        Assert.Contains("value date is Thursday", html);
        Assert.Contains("<mark>Helios</mark>", html);
        Assert.DoesNotContain("13812345678", html);
    }

    [Fact]
    public async Task Points_at_the_column_that_cannot_be_read()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);

        var response = await browser.PostAsync("/search", "/search", ("query", "wire (transfer OR"), ("purpose", "Internal audit"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("(column 18)", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Searches_nothing_without_a_purpose()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);

        var response = await browser.PostAsync("/search", "/search", ("query", "wire"), ("purpose", "  "));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Opens_a_search_to_its_maker_alone()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var page = await browser.SearchAsync("wire");
        await MakeSecondOfficerAsync();
        using var other = fixture.Open();
        await other.SignInAsync("clemens", WebFixture.Password);

        var response = await other.GetAsync(page.RequestMessage!.RequestUri!.PathAndQuery); // the client set both

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Answers_searches_and_records_over_the_api()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var session = await ReadJsonAsync(await browser.GetAsync("/api/v1/session"));
        browser.Headers["X-CSRF-TOKEN"] = session.GetProperty("token").GetString()!; // the session has one

        var created = await browser.SendAsync(HttpMethod.Post, "/api/v1/searches", JsonContent.Create(new { query = "转账", purpose = "Internal audit" }));
        var search = await ReadJsonAsync(created);
        var id = search.GetProperty("id").GetString();
        var record = search.GetProperty("records")[0].GetProperty("sequence").GetInt64();
        var second = await browser.GetAsync($"/api/v1/searches/{id}?page=1");
        var opened = await ReadJsonAsync(await browser.GetAsync($"/api/v1/records/{record}?search={id}"));
        var wrong = await browser.SendAsync(HttpMethod.Post, "/api/v1/searches", JsonContent.Create(new { query = "a (", purpose = "Internal audit" }));
        var problem = await ReadJsonAsync(wrong);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(2, search.GetProperty("total").GetInt64());
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Contains("转账", opened.GetProperty("text").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal("query-invalid", problem.GetProperty("code").GetString());
        Assert.True(problem.GetProperty("column").GetInt32() > 0);
        Assert.Equal(JsonValueKind.Null, problem.GetProperty("suggestion").ValueKind);
    }

    [Fact]
    public async Task A_page_that_the_caller_has_is_not_sent_again_and_an_answer_is_certified_for_its_maker_alone()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        using var other = await fixture.OpenAsSecondOfficerAsync();
        var session = await ReadJsonAsync(await browser.GetAsync("/api/v1/session"));
        browser.Headers["X-CSRF-TOKEN"] = session.GetProperty("token").GetString()!; // the session has one
        other.Headers["X-CSRF-TOKEN"] = (await ReadJsonAsync(await other.GetAsync("/api/v1/session"))).GetProperty("token").GetString()!; // as above
        var created = await browser.SendAsync(HttpMethod.Post, "/api/v1/searches", JsonContent.Create(new { query = "转账", purpose = "Internal audit" }));
        var address = "/api/v1/searches/" + (await ReadJsonAsync(created)).GetProperty("id").GetString();

        var first = await browser.GetAsync(address);
        var certificate = await browser.SendAsync(HttpMethod.Post, address + "/certificate");
        var foreign = await other.SendAsync(HttpMethod.Post, address + "/certificate");
        browser.Headers["If-None-Match"] = first.Headers.ETag!.ToString(); // asserted by its use
        var again = await browser.GetAsync(address);
        var another = await browser.GetAsync(address + "?page=2");

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, another.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        var text = await certificate.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("messaging-archive/answer/v1\n", text, StringComparison.Ordinal);
        Assert.Contains("\ntotal 2\n", text, StringComparison.Ordinal);
        Assert.Equal("attachment", certificate.Content.Headers.ContentDisposition!.DispositionType); // a file has one
    }

    [Fact]
    public async Task Describes_the_api()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Auditor);

        var document = await ReadJsonAsync(await browser.GetAsync("/openapi/v1.json"));

        Assert.True(document.GetProperty("paths").TryGetProperty("/api/v1/searches", out _));
    }

    private static async Task<JsonElement> ReadJsonAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    private async Task MakeSecondOfficerAsync()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        await browser.PostAsync(
            "/users", "/users?handler=Create", ("name", "clemens"), ("password", WebFixture.Password), ("role", ArchiveRoles.ComplianceOfficer));
    }
}
