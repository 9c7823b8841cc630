using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.IntegrationTests.Search;
using Archive.Web.Auth;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.IntegrationTests.Web;

/// <summary>A reviewer of one source is answered, over pages and API, as if no other source were there: compared with an archive where none is.</summary>
public sealed partial class NarrowViewTests(NarrowViewTests.Archives archives) : IClassFixture<NarrowViewTests.Archives>
{
    private const int Queries = 150;

    [Fact]
    public async Task Records_out_of_sight_change_no_answer_of_the_api()
    {
        using var mixed = await OpenAsync(archives.Mixed, ArchiveRoles.Reviewer);
        using var alone = await OpenAsync(archives.Alone, ArchiveRoles.Reviewer);
        using var officer = await OpenAsync(archives.Mixed, ArchiveRoles.ComplianceOfficer);
        var (found, more) = (0, 0);
        foreach (var (i, query) in Generate().Take(Queries).Concat(["wire (", "from:", "nosuch:1", "wrie"]).Index())
        {
            var order = (string[])["newest", "oldest", "relevance"];
            var seen = await SearchAsync(mixed, query, order[i % 3]);
            var expected = await SearchAsync(alone, query, order[i % 3]);

            Assert.True(expected == seen, query);
            var totals = (Narrow: TotalOf(seen), Wide: TotalOf(await SearchAsync(officer, query, order[i % 3])));
            found += totals.Narrow > 0 ? 1 : 0;
            more += totals.Wide > totals.Narrow ? 1 : 0;
        }

        Assert.True(found > Queries / 4 && more > Queries / 4, $"{found} {more}");
    }

    [Theory]
    [InlineData("wire transfer")]
    [InlineData("转账")]
    [InlineData("from:alice")]
    [InlineData("ledger OR transom")]
    [InlineData("transom")]
    [InlineData("has:file")]
    [InlineData("hit:phone")]
    [InlineData("in:trading AND NOT wire")]
    public async Task Records_out_of_sight_change_no_page(string query)
    {
        using var mixed = await OpenAsync(archives.Mixed, ArchiveRoles.Reviewer);
        using var alone = await OpenAsync(archives.Alone, ArchiveRoles.Reviewer);

        var seen = await SearchPageAsync(mixed, query);
        var expected = await SearchPageAsync(alone, query);

        Assert.Equal(expected.Hits, seen.Hits);
        Assert.Equal(expected.Opened, seen.Opened);
    }

    [Fact]
    public async Task Records_out_of_sight_are_not_there()
    {
        using var reviewer = await OpenAsync(archives.Mixed, ArchiveRoles.Reviewer);
        var search = await ReadAsync(await PostAsync(reviewer, "wire", "newest"));
        var id = search.GetProperty("id").GetString();
        var foreign = archives.Foreign;

        foreach (var path in new[]
        {
            $"/api/v1/records/{foreign}?search={id}", $"/records/{foreign}?search={id}", $"/search/{id}?open={foreign}", $"/search/{id}?handler=Pane&open={foreign}",
            $"/records/{archives.ForeignWithFile}/files/F1?search={id}",
        })
        {
            var refused = await reviewer.GetAsync(path);
            var nothing = await reviewer.GetAsync(path.Replace($"{foreign}", "999999", StringComparison.Ordinal).Replace($"{archives.ForeignWithFile}", "999999", StringComparison.Ordinal));

            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            Assert.Equal(Normal(await nothing.Content.ReadAsStringAsync(Token)), Normal(await refused.Content.ReadAsStringAsync(Token)));
        }
    }

    [Fact]
    public async Task A_narrow_view_gets_no_tag_that_changes_with_what_it_does_not_show()
    {
        using var reviewer = await OpenAsync(archives.Mixed, ArchiveRoles.Reviewer);
        var id = (await ReadAsync(await PostAsync(reviewer, "wire", "newest"))).GetProperty("id").GetString();

        var page = await reviewer.GetAsync($"/api/v1/searches/{id}");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Null(page.Headers.ETag);
    }

    [Fact]
    public async Task Another_set_of_sources_ends_the_sessions_and_shows_those()
    {
        await using var scope = archives.Mixed.Services.CreateAsyncScope();
        var directory = scope.ServiceProvider.GetRequiredService<UserDirectory>();
        var made = await directory.CreateAsync("ruth", WebFixture.Password, ArchiveRoles.Reviewer, ["slack"], "owner", Token);
        var limited = await directory.LimitAsync("ruth", [SeededConversations.Other], "owner", Token);
        var missing = await directory.LimitAsync("ruth", [], "owner", Token);
        var officer = await directory.LimitAsync("carla", ["slack"], "owner", Token);
        using var browser = archives.Mixed.Open();
        await browser.SignInAsync("ruth", WebFixture.Password);
        await AuthoriseAsync(browser);

        var search = await ReadAsync(await PostAsync(browser, "wire", "newest"));

        Assert.True(made.Done && limited.Done);
        Assert.Equal(["SourcesMissing", "SourcesNotForRole"], [missing.Errors[0].Code, officer.Errors[0].Code]);
        Assert.All(search.GetProperty("records").EnumerateArray(), r => Assert.Equal(SeededConversations.Other, r.GetProperty("source").GetString()));
        Assert.True(search.GetProperty("total").GetInt64() > 0);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static GeneratedQueries Generate() => new(
        41, ["wire", "transfer", "ledger", "transom", "desk", "cut", "confirmed"], ["转账", "审批", "客户"], ["U01", "\"Bob Keller\"", "王建国"],
        ["C100", "trading", "华东"], new DateOnly(2022, 1, 1), 800);

    private static async Task<Browser> OpenAsync(WebFixture fixture, string role)
    {
        var browser = await fixture.OpenAsAsync(role);
        await AuthoriseAsync(browser);
        return browser;
    }

    private static async Task AuthoriseAsync(Browser browser) =>
        browser.Headers["X-CSRF-TOKEN"] = (await ReadAsync(await browser.GetAsync("/api/v1/session"))).GetProperty("token").GetString()!; // a session has one

    private static Task<HttpResponseMessage> PostAsync(Browser browser, string query, string order) =>
        browser.SendAsync(HttpMethod.Post, "/api/v1/searches", JsonContent.Create(new { query, purpose = "Internal audit", order }));

    private static async Task<string> SearchAsync(Browser browser, string query, string order)
    {
        var response = await PostAsync(browser, query, order);
        return $"{(int)response.StatusCode} {Normal(await response.Content.ReadAsStringAsync(Token))}";
    }

    /// <summary>The page of hits, and the page with the first of them open.</summary>
    private static async Task<(string Hits, string Opened)> SearchPageAsync(Browser browser, string query)
    {
        var hits = await (await browser.SearchAsync(query)).Content.ReadAsStringAsync(Token);
        var address = browser.History[^1].AbsolutePath;
        var first = Opening().Match(hits).Groups[1].Value;
        return (Normal(hits), first.Length == 0 ? "" : Normal(await browser.ReadAsync($"{address}?open={first}")));
    }

    /// <summary>Without what differs from one request to the next, or with the moment of capture.</summary>
    private static string Normal(string answer) => Changing().Replace(answer, "…");

    private static long TotalOf(string answer) =>
        Total().Match(answer) is { Success: true } total ? long.Parse(total.Groups[1].Value, CultureInfo.InvariantCulture) : -1;

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement;

    [GeneratedRegex("\"total\":(\\d+)", RegexOptions.None, 30_000)]
    private static partial Regex Total();

    [GeneratedRegex("&amp;open=(\\d+)", RegexOptions.None, 30_000)]
    private static partial Regex Opening();

    [GeneratedRegex(
        "\"id\":\"[^\"]+\"|\"capturedAt\":\"[^\"]+\"|\"traceId\":\"[^\"]+\"|/search/[\\w-]+|search=[\\w-]+|name=\"token\"[^>]*|content=\"CfDJ[^\"]*|20(2[5-9]|[3-9]\\d)-\\d\\d-\\d\\d[T ][\\d:]+|<code>[0-9a-f]{24,}",
        RegexOptions.IgnoreCase,
        1_000)]
    private static partial Regex Changing();

    /// <summary>An archive with a second source, in which the same people write in conversations of the same names, and one without.</summary>
    public sealed class Archives : IAsyncLifetime
    {
        public WebFixture Mixed { get; } = new();

        public WebFixture Alone { get; } = new();

        /// <summary>A record of the second source.</summary>
        public long Foreign { get; private set; }

        public long ForeignWithFile { get; private set; }

        public async ValueTask InitializeAsync()
        {
            await Mixed.InitializeAsync();
            await Alone.InitializeAsync();
            await Mixed.Services.GetRequiredService<IngestionPipeline>().RunAsync(
                new SeededConversations(SeededConversations.Other, " transom wire"), WebFixture.Retention, null, null, CancellationToken.None);
            var records = Mixed.Services.GetRequiredService<IRecordStore>();
            var foreign = (await records.ReadAfterAsync(0, 10_000, CancellationToken.None)).Where(r => r.Source == SeededConversations.Other).ToList();
            Foreign = foreign[0].Sequence;
            ForeignWithFile = foreign.First(r => r.Message.Attachments.Count > 0).Sequence;
        }

        public async ValueTask DisposeAsync()
        {
            await Mixed.DisposeAsync();
            await Alone.DisposeAsync();
        }
    }
}
