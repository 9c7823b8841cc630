using System.Net;
using System.Text;
using Archive.Core.Audit;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Core.Retention;
using Archive.Web.Auth;
using Archive.Web.Quarantine;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.IntegrationTests.Web;

/// <summary>What is in quarantine is seen by those who may, read by fewer, and discarded by two.</summary>
public sealed class QuarantinePageTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    private const string Secret = "the zebra speaks of rates";
    private const string Hostile = "<script>alert(1)</script>\u202Eevil\u0000\u0007\u200B";
    private static int _items;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IQuarantine Quarantine => fixture.Services.GetRequiredService<IQuarantine>();

    [Theory]
    [InlineData(ArchiveRoles.ComplianceOfficer)]
    [InlineData(ArchiveRoles.Operator)]
    [InlineData(ArchiveRoles.Auditor)]
    public async Task Lists_items_with_their_reason_and_shows_no_content(string role)
    {
        var item = await QuarantineAsync(Secret);
        using var browser = await fixture.OpenAsAsync(role);

        var html = await browser.ReadAsync("/quarantine?source=broken&kind=unreadable&proposed=false");

        Assert.Contains("Could not be read", html);
        Assert.Contains("the &quot;id&quot; is missing".Replace("the ", "", StringComparison.Ordinal), html);
        Assert.Contains(item.NativeId, html);
        Assert.DoesNotContain("zebra", html);
        Assert.Equal(role == ArchiveRoles.Operator, html.Contains("handler=Retry", StringComparison.Ordinal));
        Assert.Equal(role == ArchiveRoles.ComplianceOfficer, html.Contains("Propose to discard the chosen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Starts_a_retry_of_what_was_chosen_after_asking_and_of_all()
    {
        var item = await QuarantineAsync(Secret);
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);

        var asked = await browser.PostAsync("/quarantine", "/quarantine?handler=Choose", ("item", $"{item.Id}"), ("question", "Retry"));
        await browser.PostAsync("/quarantine", "/quarantine?handler=Retry", ("item", $"{item.Id}"));
        await browser.PostAsync("/quarantine", "/quarantine?handler=Retry", ("kind", "unreadable"), ("all", "true"));

        Assert.Contains("Read 1 items again?", await asked.Content.ReadAsStringAsync(Stop));
        Assert.Contains(fixture.Scheduler.Retries, r => r.Items is [var id] && id == item.Id && r.By == "otto");
        Assert.Contains(fixture.Scheduler.Retries, r => r is { Items: null, Kind: "unreadable", Source: null, By: "otto" });
        Assert.Contains(await AuditAsync(), e => e is { Actor: "otto", Facts.What: "job retry-quarantine started" });
    }

    [Fact]
    public async Task Discards_what_a_second_officer_approves_and_not_what_the_first_one_does()
    {
        var item = await QuarantineAsync(Secret);
        using var carla = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        using var clemens = await fixture.OpenAsSecondOfficerAsync();
        var proposal = await ProposeAsync(carla, item.Id);

        var own = await carla.ReadAsync($"/quarantine?decide={proposal}");
        var refused = await carla.FollowAsync(await carla.PostAsync("/quarantine", "/sign-out", "/quarantine?handler=Approve", ("id", $"{proposal}"), ("understood", "true")));
        Assert.DoesNotContain("handler=Approve", own);
        Assert.Contains("Nobody approves what they asked for", await refused.Content.ReadAsStringAsync(Stop));
        Assert.Single(await Quarantine.OpenAsync([item.Id], Stop));

        var thoughtless = await clemens.PostAsync($"/quarantine?decide={proposal}", "/quarantine?handler=Approve", ("id", $"{proposal}"));
        Assert.Contains($"decide={proposal}", thoughtless.Headers.Location!.OriginalString); // a redirect has one
        Assert.Single(await Quarantine.OpenAsync([item.Id], Stop));

        await clemens.PostAsync($"/quarantine?decide={proposal}", "/quarantine?handler=Approve", ("id", $"{proposal}"), ("understood", "true"));
        Assert.Empty(await Quarantine.OpenAsync([item.Id], Stop));
        Assert.Contains(await AuditAsync(), e => e is { Kind: EvidenceKind.Discarded, Actor: "clemens" } && e.Facts.Proposal == proposal);
    }

    [Theory]
    [InlineData(ArchiveRoles.Operator, "Propose")]
    [InlineData(ArchiveRoles.Operator, "Approve")]
    [InlineData(ArchiveRoles.Operator, "Refuse")]
    [InlineData(ArchiveRoles.Auditor, "Propose")]
    [InlineData(ArchiveRoles.Auditor, "Approve")]
    [InlineData(ArchiveRoles.Auditor, "Retry")]
    [InlineData(ArchiveRoles.ComplianceOfficer, "Retry")]
    public async Task Refuses_what_the_role_may_not_do(string role, string handler)
    {
        var item = await QuarantineAsync(Secret);
        using var carla = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var proposal = await ProposeAsync(carla, item.Id);
        using var browser = await fixture.OpenAsAsync(role);

        var response = await browser.PostAsync(
            "/quarantine", "/sign-out", $"/quarantine?handler={handler}", ("id", $"{proposal}"), ("item", $"{item.Id}"), ("reason", "none"), ("understood", "true"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Single(await Quarantine.OpenAsync([item.Id], Stop));
        Assert.Contains(await Quarantine.ReadProposalsAsync(Stop), p => p.Id == proposal);
    }

    [Fact]
    public async Task Keeps_under_a_hold_what_may_be_meant_by_it_and_says_so()
    {
        var item = await QuarantineAsync(Secret);
        var holds = fixture.Services.GetRequiredService<LegalHolds>();
        using var carla = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        using var clemens = await fixture.OpenAsSecondOfficerAsync();
        var proposal = await ProposeAsync(carla, item.Id);
        var hold = await holds.PlaceAsync("carla", "matter", HoldSubject.Person, "P-somebody", Stop);

        var answer = await clemens.FollowAsync(await clemens.PostAsync(
            $"/quarantine?decide={proposal}", "/quarantine?handler=Approve", ("id", $"{proposal}"), ("understood", "true")));

        await holds.ReleaseAsync("carla", hold.Id, Stop);
        Assert.Contains("1 items were kept: a hold that may match (1).", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Single(await Quarantine.OpenAsync([item.Id], Stop));
    }

    [Fact]
    public async Task Shows_bytes_for_a_purpose_as_text_with_everything_hidden_named()
    {
        var item = await QuarantineAsync(Hostile);
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var asked = await browser.GetAsync($"/quarantine/{item.Id}");
        Assert.StartsWith("/purpose", asked.Headers.Location!.OriginalString); // a redirect has one

        await browser.PostAsync("/purpose", "/purpose", ("purpose", "Internal audit"));
        var html = await browser.ReadAsync($"/quarantine/{item.Id}");

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html);
        Assert.DoesNotContain("<script>alert", html);
        Assert.All(new[] { "U&#x2B;202E", "NUL", "U&#x2B;0007", "U&#x2B;200B" }, mark => Assert.Contains($"<span class=\"control\">{mark}</span>", html));
        Assert.DoesNotContain("\u202E", html, StringComparison.Ordinal);
        Assert.Contains(await AuditAsync(), e => e is { Kind: EvidenceKind.Opened, Actor: "carla", Facts.Purpose: "Internal audit" } && e.Facts.Items is [var id] && id == item.Id);
    }

    [Fact]
    public async Task Shows_nothing_when_the_audit_trail_cannot_be_written()
    {
        var item = await QuarantineAsync(Secret);
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        await browser.PostAsync("/purpose", "/purpose", ("purpose", "Internal audit"));
        fixture.EvidenceLog.Broken = true;
        HttpResponseMessage response;
        try
        {
            response = await browser.GetAsync($"/quarantine/{item.Id}");
        }
        finally
        {
            fixture.EvidenceLog.Broken = false;
        }

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("zebra", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Logs_no_content()
    {
        var item = await QuarantineAsync(Secret);
        using var carla = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        using var clemens = await fixture.OpenAsSecondOfficerAsync();
        await carla.PostAsync("/purpose", "/purpose", ("purpose", "Internal audit"));
        Assert.Contains("zebra", await carla.ReadAsync($"/quarantine/{item.Id}"));
        await fixture.Services.GetRequiredService<QuarantineRetry>().RunAsync([item.Id], "otto", null, null, Stop);
        var proposal = await ProposeAsync(carla, item.Id);
        await clemens.PostAsync($"/quarantine?decide={proposal}", "/quarantine?handler=Approve", ("id", $"{proposal}"), ("understood", "true"));

        Assert.NotEmpty(fixture.Logs.Lines);
        Assert.DoesNotContain(fixture.Logs.Lines, line => line.Contains("zebra", StringComparison.Ordinal) || line.Contains(item.NativeId, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plain 中文", "plain 中文")]
    [InlineData("a\r\nb\tc", "a[CR][LF]\nb[TAB]c")]
    [InlineData("\u2066x\uFEFF\u2028", "[U+2066]x[U+FEFF][U+2028]")]
    [InlineData("😀e\u0301", "😀e\u0301")]
    [InlineData("", "")]
    public void Names_what_cannot_be_seen(string text, string expected) => Assert.Equal(expected, Show(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Shows_bytes_that_are_no_text_and_cuts_what_is_long()
    {
        Assert.Equal("a[FF]b[C3]", Show([(byte)'a', 0xFF, (byte)'b', 0xC3]));
        Assert.Equal(RawText.MostBytes, Show(new string('x', 200_000).Select(c => (byte)c).ToArray()).Length);
    }

    private static string Show(byte[] raw) => string.Concat(RawText.Cut(raw).Select(p => p.IsMark ? $"[{p.Text}]" : p.Text));

    private async Task<QuarantinedRecord> QuarantineAsync(string raw)
    {
        var id = $"line:{Interlocked.Increment(ref _items)}";
        var item = new QuarantinedItem(id, "", DateTimeOffset.UnixEpoch, "unreadable: Line 3: \"id\" is missing or not of the documented form.", Encoding.UTF8.GetBytes(raw));
        var page = new PreparedPage(
            "broken", "jsonlines", Provenance.Imported, DateTimeOffset.UnixEpoch, 1, WebFixture.Retention, "default@1", [], [item], [], new Dictionary<string, string?>());
        await fixture.Services.GetRequiredService<IRecordStore>().AppendAsync(page, Stop);
        return (await Quarantine.ListAsync(new QuarantineFilter("broken"), 0, 1_000, Stop)).Single(i => i.NativeId == id);
    }

    private async Task<long> ProposeAsync(Browser browser, long item)
    {
        var asked = await browser.PostAsync("/quarantine", "/quarantine?handler=Choose", ("item", $"{item}"), ("question", "Discard"));
        Assert.Contains("Propose to discard 1 items?", await asked.Content.ReadAsStringAsync(Stop));
        await browser.PostAsync("/quarantine", "/sign-out", "/quarantine?handler=Propose", ("item", $"{item}"), ("reason", "test messages of the vendor"));
        return (await Quarantine.ReadProposalsAsync(Stop)).Single(p => p.Items.Contains(item)).Id;
    }

    private async Task<IReadOnlyList<AuditEvent>> AuditAsync() => await fixture.Services.GetRequiredService<AuditTrail>().ReadAsync(null, 500, Stop);
}
