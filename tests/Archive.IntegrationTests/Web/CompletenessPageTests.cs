using System.Net;
using System.Text.Json;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Tests.Completeness;
using Archive.Web.Auth;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.IntegrationTests.Web;

/// <summary>Three days of a source: one complete, one on which two messages were missing, one without a message.</summary>
public sealed class CompletenessPageTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly FakePlatform Platform = new(
        [.. Enumerable.Range(1, 9).Select(i => new FakeItem($"m{i}", i == 3 ? FakeKind.Refused : FakeKind.Kept, Start.AddHours(5 * i), HasFile: false))], 1);

    private readonly WebFixture _web = new()
    {
        FurtherSource = new ConfiguredSource(FakePlatform.Name, "fake", "a platform in memory", WebFixture.Retention, () => Platform) { CanConfirm = true },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _web.InitializeAsync();
        Platform.Dropped.UnionWith(Platform.Items.Where(i => i.Day.Day == 3).Take(2));
        var source = new ConfirmedSource(() => _web.Services, Platform, FakePlatform.Accounts);
        await source.PullAsync();
        await source.ConfirmAsync();
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    [Fact]
    public async Task The_calendar_says_the_state_of_each_day_in_words()
    {
        using var ada = await _web.OpenAsAsync(ArchiveRoles.Auditor);

        var english = await ada.ReadAsync("/completeness?month=2026-03");
        ada.Headers["Accept-Language"] = "zh-CN";
        var chinese = await ada.ReadAsync("/completeness?month=2026-03");

        Assert.Contains(">2026-03-02: Complete<", english, StringComparison.Ordinal);
        Assert.Contains(">2026-03-03: Unexplained, 2 unexplained<", english, StringComparison.Ordinal);
        Assert.Contains(">2026-03-05: Open<", english, StringComparison.Ordinal);
        Assert.Contains(">2026-03-03: 有未解释", WebUtility.HtmlDecode(chinese), StringComparison.Ordinal);
        Assert.Contains("href=\"/completeness\"", await ada.ReadAsync("/sources"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_shows_its_figures_and_a_note_that_a_stranger_can_check()
    {
        using var ada = await _web.OpenAsAsync(ArchiveRoles.Auditor);

        var closed = await ada.ReadAsync("/completeness/harbor/2026-03-02");
        var red = await ada.ReadAsync("/completeness/harbor/2026-03-03");
        var note = await ada.ReadAsync("/completeness/harbor/2026-03-02?handler=Note");

        Assert.Contains("sender is not in the register", closed, StringComparison.Ordinal);
        Assert.True(_web.Services.GetRequiredService<NoteSigner>().Verifier.Verifies(SignedNote.Parse(note)));
        Assert.Contains("second-read-expected 4\n", note, StringComparison.Ordinal);
        Assert.Contains("second-read-unexplained 0\n", note, StringComparison.Ordinal);
        Assert.Contains("2 records of this day were captured after this was stated", red, StringComparison.Ordinal);
        Assert.DoesNotContain("Signed note", red, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync("/completeness/harbor/2026-03-03?handler=Note")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync("/completeness/nowhere/2026-03-03")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync("/completeness/harbor/yesterday")).StatusCode);
    }

    [Fact]
    public async Task File_and_interface_say_the_same()
    {
        using var ada = await _web.OpenAsAsync(ArchiveRoles.Auditor);

        var csv = await ada.ReadAsync("/completeness?handler=Csv&source=harbor&from=2026-03-02&to=2026-03-03");
        var json = JsonDocument.Parse(await ada.ReadAsync("/api/v1/completeness/harbor?from=2026-03-02&to=2026-03-04")).RootElement;
        var note = await ada.ReadAsync("/api/v1/completeness/harbor/2026-03-02/note");

        var lines = csv.Trim('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("harbor,2026-03-02,closed,2026-03-05T04:30:00Z,4,3,NotRegistered=1,,0,0,0,4,3,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("harbor,2026-03-03,red,", lines[2], StringComparison.Ordinal);
        var days = json.GetProperty("days").EnumerateArray().ToList();
        Assert.Equal(["closed", "red", "closed"], days.Select(d => d.GetProperty("state").GetString()));
        Assert.Equal([0, 2, 0], days.Select(d => d.GetProperty("secondRead").GetProperty("unexplained").GetInt32()));
        Assert.Equal(0, days[2].GetProperty("secondRead").GetProperty("expected").GetInt32());
        Assert.Equal(await ada.ReadAsync("/completeness/harbor/2026-03-02?handler=Note"), note);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync("/api/v1/completeness/nowhere")).StatusCode);
    }

    [Fact]
    public async Task An_operator_starts_a_second_read_and_a_reviewer_sees_nothing()
    {
        using var otto = await _web.OpenAsAsync(ArchiveRoles.Operator);
        using var ada = await _web.OpenAsAsync(ArchiveRoles.Auditor);
        using var rita = await _web.OpenAsAsync(ArchiveRoles.Reviewer);

        await otto.PostAsync("/completeness", "/completeness?handler=Run", ("source", "harbor"));
        var unknown = await otto.PostAsync("/completeness", "/completeness?handler=Run", ("source", "slack"));
        var refused = await ada.PostAsync("/completeness", "/sign-out", "/completeness?handler=Run", ("source", "harbor"));

        Assert.Equal([("confirm", "harbor", "otto")], _web.Scheduler.Started);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        foreach (var path in new[] { "/completeness", "/completeness/harbor/2026-03-02", "/api/v1/completeness/harbor" })
        {
            Assert.DoesNotContain("2026-03-02", await rita.ReadAsync(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_log_names_days_and_numbers_and_no_message()
    {
        var entries = await _web.Services.GetRequiredService<IEvidenceLog>().ReadAsync([EvidenceKind.DayStated], null, 10, Stop);
        using var ada = await _web.OpenAsAsync(ArchiveRoles.Auditor);

        Assert.Equal(3, entries.Count);
        Assert.All(entries, e => Assert.DoesNotContain("words of", e.Body, StringComparison.Ordinal));
        Assert.All(Platform.Items, i => Assert.All(entries, e => Assert.DoesNotContain($"\"{i.Id}\"", e.Body, StringComparison.Ordinal)));
        Assert.Contains("day 2026-03-03 of harbor: Unexplained", await ada.ReadAsync("/audit"), StringComparison.Ordinal);
    }
}
