using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Archive.Core.Audit;
using Archive.Core.Connectors;
using Archive.Core.Dependencies;
using Archive.Core.Messages;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Archive.Tests.Storage;
using Archive.Web.Auth;
using Archive.Web.Hosting;
using Archive.Web.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Web;

/// <summary>The guided form of a source: what it takes, what it refuses and where it says so, and what becomes of secrets.</summary>
public sealed partial class SourceFormTests(WebFixture fixture) : IClassFixture<WebFixture>, IAsyncLifetime
{
    private const string Secret = "xoxp-verysecret-4711";
    private const string Make = "/sources/new/slack";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IStoredSources Stored => fixture.Services.GetRequiredService<IStoredSources>();

    private SourceCatalog Catalog => fixture.Services.GetRequiredService<SourceCatalog>();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var source in await Stored.ReadAsync(Stop))
        {
            await Stored.TryRemoveAsync(source.Name, source.Revision, Stop);
        }

        await fixture.Services.GetRequiredService<RenewSources>()(Stop);
    }

    [Fact]
    public async Task A_source_that_is_saved_is_in_the_catalogue_at_once_and_on_the_page_as_made_there()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);

        var page = await ReadAsync(await browser.FollowAsync(await SaveAsync(browser, Good("desk"))));

        var source = Catalog.Find("desk");
        Assert.NotNull(source);
        Assert.Equal(("slack", "0 * * * *", TimeSpan.FromHours(4), 30), (source.Platform, source.Schedule, source.LateAfter, source.Retention.MinimumDays));
        Assert.Equal("desk", source.Open().Source);
        Assert.Contains("Source desk is saved and in force", page, StringComparison.Ordinal);
        Assert.Contains("/sources/desk/edit", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/sources/slack/edit", page, StringComparison.Ordinal);
        Assert.Contains("From archive.json or the environment", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_in_no_answer_no_log_no_evidence_and_no_file()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        var answers = new StringBuilder();
        answers.Append(await ReadAsync(await PostAsync(browser, Make, "Check", [.. Good("desk"), ("s.Address", "http://127.0.0.1:1/")])));
        answers.Append(await ReadAsync(await PostAsync(browser, Make, "Save", [.. Good("desk"), ("s.RequestsPerSecond", "a few")])));
        answers.Append(await ReadAsync(await browser.FollowAsync(await SaveAsync(browser, Good("desk")))));
        answers.Append(await browser.ReadAsync("/sources/desk/edit"));
        answers.Append(await ReadAsync(await PostAsync(browser, "/sources/desk/edit", "Save", [.. Good("desk"), ("s.Token", Secret + "x"), ("revision", "1"), ("s.Address", "nowhere")])));

        Assert.Equal(Secret, (await Stored.ReadAsync(Stop)).Single().Settings["Token"]);
        Assert.DoesNotContain("verysecret", answers.ToString(), StringComparison.Ordinal);
        Assert.All(fixture.Logs.Lines, line => Assert.DoesNotContain("verysecret", line, StringComparison.Ordinal));
        var trail = await fixture.Services.GetRequiredService<AuditTrail>().ReadAsync(null, 100, Stop);
        Assert.All(trail, e => Assert.DoesNotContain("verysecret", e.Facts.ToJson(), StringComparison.Ordinal));
        Assert.All(DiskFiles.Read(fixture.Folder.Path), bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf("verysecret"u8)));
    }

    [Fact]
    public async Task What_was_done_is_on_record_with_the_names_of_settings()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        await SaveAsync(browser, Good("desk"));
        await PostAsync(browser, "/sources/desk/edit", "Save", [.. Good("desk").Where(f => f.Item1 != "s.Token"), ("s.RequestsPerSecond", "3"), ("revision", "1")]);
        var dependencies = fixture.Services.GetRequiredService<DependencyStates>();
        dependencies.Report("slack:desk", DependencyCondition.Open);
        await browser.PostAsync("/sources/desk/remove", "/sources/desk/remove", ("revision", "2"), ("understood", "true"));

        var told = (await fixture.Services.GetRequiredService<AuditTrail>().ReadAsync(null, 3, Stop)).Select(e => (e.Actor, e.Facts.What)).Reverse();

        Assert.Equal(
            [
                ("otto", "source desk added on slack, settings: Api, LateAfter, Retention:Action, Retention:MinimumDays, Retention:Policy, Schedule, Token"),
                ("otto", "source desk changed, settings: RequestsPerSecond"),
                ("otto", "source desk removed"),
            ],
            told);
        Assert.Null(Catalog.Find("desk"));
        Assert.Null(dependencies.Find("slack:desk"));
    }

    [Theory]
    [InlineData("s.Name", "", "Fill this in.")]
    [InlineData("s.Name", "Desk", "small letters")]
    [InlineData("s.Name", "-desk", "small letters")]
    [InlineData("s.Name", "a/../b", "small letters")]
    [InlineData("s.Name", "desk\n", null)]
    [InlineData("s.Name", "slack", "There is a source of this name.")]
    [InlineData("s.Name", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "small letters")]
    [InlineData("s.Token", "", "Fill this in.")]
    [InlineData("s.Token", "xoxp-\u0007", "Copy it once more")]
    [InlineData("s.Api", "everything", "Choose one of the values.")]
    [InlineData("s.RequestsPerSecond", "0", "Enter a number from 0.01 to 100000.")]
    [InlineData("s.RequestsPerSecond", "fast", "Enter a number")]
    [InlineData("s.RequestsPerSecond", "NaN", "Enter a number")]
    [InlineData("s.DepartmentField", "Department", "its id, which begins with Xf")]
    [InlineData("s.ManagerField", "Xf", "its id, which begins with Xf")]
    [InlineData("s.ManagerField", "Xf0123ABCD", null)]
    [InlineData("s.Address", "slack.com", "Enter a whole address")]
    [InlineData("s.Address", "https://me:pw@slack.com/", "Enter a whole address")]
    [InlineData("s.Address", "http://slack.example/api/", "must begin with https")]
    [InlineData("s.Address", "ftp://slack.example/api/", "must begin with https")]
    [InlineData("s.Schedule", "* * * * *", "Choose one of the values.")]
    [InlineData("s.Schedule", "", "Fill this in.")]
    [InlineData("s.Retention:MinimumDays", "-1", "Enter a number")]
    [InlineData("s.Retention:MinimumDays", "1.5", "Enter a number")]
    [InlineData("s.Retention:MinimumDays", "36501", "Enter a number")]
    [InlineData("s.Retention:Action", "Burn", "Choose one of the values.")]
    [InlineData("s.Retention:Policy", "", "Fill this in.")]
    public async Task What_is_wrong_stands_at_its_field_and_nothing_is_saved(string field, string value, string? problem)
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);

        var response = await SaveAsync(browser, [.. Good("desk").Where(f => f.Item1 != field), (field, value)]);

        if (problem is null)
        {
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            return;
        }

        var page = await ReadAsync(response);
        var id = "f-" + field[2..].Replace(':', '-') + "-problem";
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(problem, Problems().Matches(page).Single(m => m.Groups[1].Value == id).Groups[2].Value, StringComparison.Ordinal);
        Assert.Single(Problems().Matches(page));
        Assert.Empty(await Stored.ReadAsync(Stop));
        Assert.Null(Catalog.Find("desk"));
    }

    [Fact]
    public async Task Every_word_of_every_form_is_there_in_both_languages()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        foreach (var language in new[] { "en", "zh-Hans" })
        {
            browser.Headers["Accept-Language"] = language;
            foreach (var path in SourcePlatforms.All.Select(p => $"/sources/new/{p.Name}").Append("/sources/new"))
            {
                var page = await ReadAsync(await browser.GetAsync(path));

                Assert.Contains("</html>", page, StringComparison.Ordinal);
                Assert.DoesNotMatch(@"(?:Source(?:Field|Step|Form|Grants)|Platform(?:Card)?)\.[A-Za-z]", page); // a missing word shows its key
                Assert.Equal(language != "en" && path != "/sources/new", page.Contains("留存策略名称与版本", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Of_two_who_take_the_same_name_one_is_told()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SaveAsync(browser, Good("desk"))));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        Assert.All(
            await Task.WhenAll(answers.Where(a => a.StatusCode == HttpStatusCode.OK).Select(ReadAsync)),
            page => Assert.Contains("There is a source of this name.", page, StringComparison.Ordinal));
        Assert.Single(await Stored.ReadAsync(Stop));
    }

    [Fact]
    public async Task A_form_that_was_open_while_somebody_else_saved_changes_nothing()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        await SaveAsync(browser, Good("desk"));
        await PostAsync(browser, "/sources/desk/edit", "Save", [.. Good("desk"), ("s.RequestsPerSecond", "3"), ("revision", "1")]);

        var late = await ReadAsync(await PostAsync(browser, "/sources/desk/edit", "Save", [.. Good("desk"), ("s.RequestsPerSecond", "9"), ("revision", "1")]));
        var removed = await browser.FollowAsync(await browser.PostAsync("/sources/desk/remove", "/sources/desk/remove", ("revision", "1"), ("understood", "true")));

        Assert.Contains("Somebody else changed or removed this source meanwhile", late, StringComparison.Ordinal);
        Assert.Contains("Somebody else changed or removed this source meanwhile", await ReadAsync(removed), StringComparison.Ordinal);
        Assert.Equal("3", (await Stored.ReadAsync(Stop)).Single().Settings["RequestsPerSecond"]);
    }

    [Fact]
    public async Task A_stored_secret_goes_to_no_other_address()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        await SaveAsync(browser, Good("desk"));
        var moved = Good("desk").Where(f => f.Item1 != "s.Token").Append(("s.Address", "https://elsewhere.example/api/")).Append(("revision", "1")).ToArray();

        var tried = await ReadAsync(await PostAsync(browser, "/sources/desk/edit", "Check", moved));
        var saved = await ReadAsync(await PostAsync(browser, "/sources/desk/edit", "Save", moved));

        Assert.All(new[] { tried, saved }, page => Assert.Contains("Enter it again", page, StringComparison.Ordinal));
        Assert.DoesNotContain("CheckStep", tried, StringComparison.Ordinal);
        Assert.DoesNotContain("Address", (await Stored.ReadAsync(Stop)).Single().Settings.Keys);
    }

    [Fact]
    public async Task Sources_of_the_configuration_cannot_be_opened_in_the_form()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);

        Assert.All(
            await Task.WhenAll(new[] { "/sources/slack/edit", "/sources/slack/remove", "/sources/new/teams", "/sources/nobody/edit" }.Select(browser.GetAsync)),
            response => Assert.Equal(HttpStatusCode.NotFound, response.StatusCode));
    }

    [Fact]
    public async Task A_name_under_which_another_platform_was_captured_is_refused()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        var page = StoreFixture.Page([StoreFixture.Item("m1", "kept from before")]);
        await fixture.Services.GetRequiredService<IRecordStore>().AppendAsync(page with { Source = "old-desk" }, Stop); // of Slack

        var refused = await ReadAsync(await PostAsync(browser, "/sources/new/feishu", "Save", [("s.Name", "old-desk")]));
        var taken = await SaveAsync(browser, Good("old-desk"));

        Assert.Contains("Messages of Slack were captured", Problems().Matches(refused).Single(m => m.Groups[1].Value == "f-Name-problem").Groups[2].Value, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
    }

    [Theory]
    [InlineData("en", "The platform takes the token.", "It can be captured")]
    [InlineData("zh-Hans", "平台接受该令牌", "可以采集")]
    public async Task A_test_of_what_was_entered_finds_what_a_test_of_the_source_finds_and_saves_nothing(string language, string taken, string good)
    {
        await using var simulator = await SlackSimulator.StartAsync(BankCorpusGenerator.Generate(200, 3), new SlackSimulatorOptions(), Stop);
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        browser.Headers["Accept-Language"] = language;

        var page = await ReadAsync(await PostAsync(browser, Make, "Check", At(simulator, SlackToken.Discovery.Value)));

        Assert.Contains(taken, page, StringComparison.Ordinal);
        Assert.Contains(good, page, StringComparison.Ordinal);
        Assert.Empty(await Stored.ReadAsync(Stop));
        Assert.Null(Catalog.Find("desk"));
    }

    [Fact]
    public async Task A_wrong_secret_is_told_in_the_words_of_the_platforms_own_check()
    {
        await using var simulator = await SlackSimulator.StartAsync(BankCorpusGenerator.Generate(200, 3), new SlackSimulatorOptions(), Stop);
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);

        var page = await ReadAsync(await PostAsync(browser, Make, "Check", At(simulator, "xoxp-somebody-elses")));

        Assert.Contains("The token is not valid.", page, StringComparison.Ordinal);
        Assert.Contains("Not everything works yet.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody-elses", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_test_nobody_has_to_type_the_secret_again_and_nobody_else_can_use_it()
    {
        await using var simulator = await SlackSimulator.StartAsync(BankCorpusGenerator.Generate(200, 3), new SlackSimulatorOptions(), Stop);
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        var draft = Draft().Match(await ReadAsync(await PostAsync(browser, Make, "Check", At(simulator, SlackToken.Discovery.Value)))).Groups[1].Value;
        var without = At(simulator, "").Append(("draft", draft)).ToArray();

        var elsewhere = await ReadAsync(await PostAsync(browser, "/sources/new/feishu", "Save", without));
        var forged = await ReadAsync(await PostAsync(browser, Make, "Save", [.. At(simulator, ""), ("draft", draft[..^4] + "AAAA")]));
        var saved = await SaveAsync(browser, without);

        Assert.Contains("f-AppSecret-problem", elsewhere, StringComparison.Ordinal);
        Assert.Contains("f-Token-problem", forged, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal(SlackToken.Discovery.Value, (await Stored.ReadAsync(Stop)).Single().Settings["Token"]);
    }

    [Fact]
    public async Task Settings_that_this_version_does_not_take_are_shown_as_out_of_force_and_stop_nothing_else()
    {
        await Stored.TryAddAsync(new StoredSource("broken", "slack", new Dictionary<string, string> { ["Token"] = Secret, ["Api"] = "carrier pigeon" }), Stop);
        await Stored.TryAddAsync(new StoredSource("gone", "teams", new Dictionary<string, string>()), Stop);
        await Stored.TryAddAsync(new StoredSource("desk", "slack", new Dictionary<string, string> { ["Token"] = Secret }), Stop);
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);

        await fixture.Services.GetRequiredService<RenewSources>()(Stop);
        var page = await browser.ReadAsync("/sources");

        Assert.NotNull(Catalog.Find("desk"));
        Assert.Null(Catalog.Find("broken"));
        Assert.Equal(2, page.Split("This version does not take its settings").Length - 1);
        Assert.Contains("/sources/broken/edit", page, StringComparison.Ordinal);
        Assert.Equal(["broken", "desk", "gone"], fixture.Services.GetRequiredService<MadeSources>().All.Select(m => m.Stored.Name));
    }

    private static (string, string)[] Good(string name) =>
    [
        ("s.Name", name), ("s.Api", "web"), ("s.Token", Secret), ("s.Schedule", "h1"), ("s.Retention:MinimumDays", "30"), ("s.Retention:Action", "Keep"), ("s.Retention:Policy", "test@1"),
    ];

    private static (string, string)[] At(SlackSimulator simulator, string token) =>
        [.. Good("desk").Where(f => f.Item1 is not ("s.Token" or "s.Api")), ("s.Token", token), ("s.Api", "discovery"), ("s.Address", simulator.BaseAddress.ToString())];

    private static Task<HttpResponseMessage> SaveAsync(Browser browser, (string, string)[] fields) => PostAsync(browser, Make, "Save", fields);

    private static Task<HttpResponseMessage> PostAsync(Browser browser, string page, string handler, (string, string)[] fields) =>
        browser.PostAsync(page, page, $"{page}?handler={handler}", fields);

    private static async Task<string> ReadAsync(HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Stop));

    [GeneratedRegex("<p class=\"problem\" id=\"([^\"]+)\">([^<]+)</p>", RegexOptions.None, 30_000)]
    private static partial Regex Problems();

    [GeneratedRegex("name=\"draft\" value=\"([^\"]+)\"", RegexOptions.None, 30_000)]
    private static partial Regex Draft();
}
