using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Archive.Core.Sanctioning;
using Archive.Storage;
using Archive.Web.Auth;
using Archive.Web.Register;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.IntegrationTests.Web;

/// <summary>The register on the pages: scopes by two people, notices by link, paper and list, accounts by a list that is looked at first.</summary>
public sealed partial class RegisterPageTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    private static readonly (string Name, string Value)[] Scope =
    [
        ("basis", "legal obligation"), ("purpose", "keep <b>business</b> chat"), ("reference", "17a-4(b)(4)"), ("assessment", "javascript:alert(1)"),
        ("review", "2090-01-01"), ("expires", "2091-01-01"), ("reason", "first version"),
    ];

    private RegisterDesk Desk => fixture.Services.GetRequiredService<RegisterDesk>();

    [Fact]
    public async Task A_scope_is_proposed_by_one_and_approved_by_another()
    {
        using var officer = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        using var privacy = await fixture.OpenAsAsync(ArchiveRoles.PrivacyOfficer);

        await officer.PostAsync("/register", "/register?handler=Propose", [.. Scope, ("source", "lark-1")]);
        var id = Desk.Read().Proposals.Single(p => p.Scope.Source == "lark-1").Id;
        var own = await officer.FollowAsync(await officer.PostAsync($"/register?decide={id}", "/register?handler=Refuse", "/register?handler=Approve", ("id", $"{id}"), ("understood", "true")));
        Assert.Contains("Nobody approves what they asked for", await own.Content.ReadAsStringAsync(Stop));

        var page = await privacy.ReadAsync($"/register?decide={id}");
        Assert.Contains("keep &lt;b&gt;business&lt;/b&gt; chat", page);
        Assert.DoesNotContain("href=\"javascript:", page);
        await privacy.PostAsync($"/register?decide={id}", "/register?handler=Approve", ("id", $"{id}"));
        Assert.Empty(Desk.Read().ScopesOf("lark-1"));
        await privacy.PostAsync($"/register?decide={id}", "/register?handler=Approve", ("id", $"{id}"), ("understood", "true"));

        var scope = Assert.Single(Desk.Read().ScopesOf("lark-1"));
        Assert.Equal(("carla", "petra"), (scope.ProposedBy, scope.ApprovedBy));
        Assert.DoesNotContain("href=\"javascript:", await privacy.ReadAsync("/register"));
    }

    [Theory]
    [InlineData("Propose", ArchiveRoles.PrivacyOfficer)]
    [InlineData("Propose", ArchiveRoles.Auditor)]
    [InlineData("Approve", ArchiveRoles.Auditor)]
    [InlineData("Refuse", ArchiveRoles.Auditor)]
    public async Task Refuses_who_may_only_look(string handler, string role)
    {
        using var browser = await fixture.OpenAsAsync(role);

        var response = await browser.PostAsync("/register", "/sign-out", $"/register?handler={handler}", [.. Scope, ("source", "forbidden"), ("id", "1")]);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("/register/notices", "Publish")]
    [InlineData("/register/notices", "Link")]
    [InlineData("/register/notices", "Paper")]
    [InlineData("/register/notices", "List")]
    [InlineData("/register/notices", "Withdraw")]
    [InlineData("/register/accounts", "Preview")]
    [InlineData("/register/accounts", "Import")]
    public async Task Only_compliance_changes_notices_and_accounts(string page, string handler)
    {
        foreach (var role in new[] { ArchiveRoles.PrivacyOfficer, ArchiveRoles.Auditor })
        {
            using var browser = await fixture.OpenAsAsync(role);

            Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(page, "/sign-out", $"{page}?handler={handler}", ("version", "x"), ("text", "x"))).StatusCode);
        }
    }

    [Fact]
    public async Task An_employee_reads_and_signs_by_a_personal_link()
    {
        await PublishAsync("link@1", "Line one\r\n<i>two</i> 告知");
        using var officer = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var person = Desk.Read().Accounts.Accounts[0].PersonId;
        var made = await officer.PostAsync("/register/notices", "/register/notices?handler=Link", ("person", person), ("version", "link@1"));
        var link = new Uri(WebUtility.HtmlDecode(LinkValue().Match(await made.Content.ReadAsStringAsync(Stop)).Groups[1].Value)).PathAndQuery;
        using var employee = fixture.Open();

        var read = await employee.GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Contains("stands for you already", await read.Content.ReadAsStringAsync(Stop)); // the line of the list carries one
        Assert.True(read.Headers.CacheControl?.NoStore);
        var html = await read.Content.ReadAsStringAsync(Stop);
        Assert.DoesNotContain("<i>two", html);
        Assert.Contains("<i>two</i> 告知", WebUtility.HtmlDecode(html));
        await employee.PostAsync(link, link, ("signer", "Ann"));
        await employee.PostAsync(link, link, ("signer", " "), ("understood", "true"));
        Assert.DoesNotContain(Desk.Read().SignaturesOf(person), s => s.Version == "link@1");

        await employee.PostAsync(link, link, ("signer", "Ann 安"), ("understood", "true"));
        await employee.PostAsync(link, link, ("signer", "Somebody else"), ("understood", "true"));

        var signature = Assert.Single(Desk.Read().SignaturesOf(person), s => s.Version == "link@1");
        Assert.Equal(("Ann 安", SignatureWay.Link, Desk.Read().FindNotice("link@1")?.Sha256), (signature.Signer, signature.Way, signature.Sha256));
        Assert.Contains("Ann 安", WebUtility.HtmlDecode(await employee.ReadAsync(link)));
    }

    [Fact]
    public async Task The_notice_of_imports_stands_in_no_form()
    {
        await PublishAsync("real@1", "text");
        await Desk.AdoptImportAsync(
            "imported-chat",
            [new RegisteredAccount("imported-chat", "x", "x", "X", null, DateTimeOffset.UnixEpoch, null, RegisterDesk.ImportNotice, DateTimeOffset.UnixEpoch, AccountStanding.Sanctioned)],
            new SourceScope("imported-chat", "none", "tests", "none", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, "none", DateTimeOffset.MaxValue, "test"),
            "owner",
            Stop);
        using var officer = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);

        var page = await officer.ReadAsync("/register/notices");
        var token = fixture.Services.GetRequiredService<NoticeLinks>().Make("x", RegisterDesk.ImportNotice, TimeProvider.System.GetUtcNow());

        Assert.Contains("<h2>imported</h2>", page);
        Assert.Contains("<option value=\"real@1\"", page);
        Assert.DoesNotContain("<option value=\"imported\"", page);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/notice/" + token)).StatusCode);
    }

    [Fact]
    public async Task Who_has_signed_nothing_is_told_that_nothing_is_captured_without_it()
    {
        await PublishAsync("first@1", "text");
        await Desk.SynchroniseAsync("lark-first", new DirectorySnapshot([], [new DirectoryPerson("ou_1", "Newcomer", null, null)]), "system:pull", Stop);
        using var employee = fixture.Open();

        var page = await employee.ReadAsync("/notice/" + fixture.Services.GetRequiredService<NoticeLinks>().Make("lark-first:ou_1", "first@1", TimeProvider.System.GetUtcNow()));

        Assert.Contains("none of your messages are captured", page);
        Assert.DoesNotContain("stands for you already", page);
    }

    [Fact]
    public async Task A_link_that_was_changed_has_ended_or_is_another_archives_opens_nothing()
    {
        await PublishAsync("forged@1", "secret words of the notice");
        var links = fixture.Services.GetRequiredService<NoticeLinks>();
        var now = TimeProvider.System.GetUtcNow();
        var good = links.Make("P-1", "forged@1", now);
        var parts = good.Split('.');
        string[] bad =
        [
            "x", "a.b", parts[0], parts[0] + ".", $"{parts[0]}.{parts[1]}x", $"{parts[0][..^2]}AA.{parts[1]}", $"{links.Make("P-2", "forged@1", now).Split('.')[0]}.{parts[1]}",
            links.Make("P-1", "forged@1", now - NoticeLinks.Lifetime), new NoticeLinks(new byte[32]).Make("P-1", "forged@1", now), links.Make("P-1", "other@1", now), new string('a', 1_500) + ".b",
        ];
        using var stranger = fixture.Open();

        foreach (var token in bad)
        {
            var response = await stranger.GetAsync("/notice/" + token);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.DoesNotContain("secret words", await response.Content.ReadAsStringAsync(Stop));
        }

        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/notice/" + good)).StatusCode);
    }

    [Fact]
    public async Task Signatures_come_in_as_paper_and_as_a_list_and_rubbish_changes_nothing()
    {
        await PublishAsync("paper@1", "text");
        using var officer = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var person = Desk.Read().Accounts.Accounts[0].PersonId;

        await officer.UploadAsync(
            "/register/notices", "/register/notices?handler=Paper", "scan"u8.ToArray(), ("person", person), ("signer", "Nina"), ("day", "2026-01-05"), ("version", "paper@1"));
        var unknown = await officer.FollowAsync(await officer.UploadAsync(
            "/register/notices", "/register/notices?handler=Paper", "scan"u8.ToArray(), ("person", "P-9"), ("signer", "Nina"), ("day", "2026-01-05"), ("version", "paper@1")));
        var list = await officer.FollowAsync(await officer.UploadAsync(
            "/register/notices", "/register/notices?handler=List", Encoding.UTF8.GetBytes(SignatureFile.Header + $"\nP-8,paper@1,Olaf,2026-01-06\n{person},paper@1,Nina,2026-01-06\n")));
        var version = Desk.Read().Version;
        var wrong = await officer.FollowAsync(await officer.UploadAsync(
            "/register/notices", "/register/notices?handler=List", Encoding.UTF8.GetBytes(SignatureFile.Header + "\nP-7,paper@1,Ina,2026-01-06\nP-6,none@1,X,2026-01-06\n")));

        Assert.Contains("the register has no person P-9", await unknown.Content.ReadAsStringAsync(Stop));
        var told = await list.Content.ReadAsStringAsync(Stop);
        Assert.Contains("1 new signatures are recorded; 1 were there already.", told);
        Assert.Contains("not in the register: P-8.", told);
        var paper = Assert.Single(Desk.Read().SignaturesOf(person), s => s.Version == "paper@1");
        Assert.Equal((SignatureWay.Upload, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("scan"u8))), (paper.Way, paper.DocumentSha256));
        Assert.Equal(new DateTimeOffset(2026, 1, 6, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(-1), paper.SignedAt); // the fixture's zone is UTC
        Assert.Equal(SignatureWay.Import, Assert.Single(Desk.Read().SignaturesOf("P-8")).Way);
        Assert.Contains("Line 3, column 5", await wrong.Content.ReadAsStringAsync(Stop));
        Assert.Equal(version, Desk.Read().Version);

        await officer.PostAsync(
            "/register/notices", "/register/notices?handler=Withdraw", ("person", person), ("version", "paper@1"), ("reason", "somebody else's paper"));
        Assert.DoesNotContain(Desk.Read().SignaturesOf(person), s => s.Version == "paper@1");
    }

    [Fact]
    public async Task A_list_of_accounts_is_looked_at_before_it_counts()
    {
        using var officer = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var lines = Desk.Read().Lines[RegisterOrigins.File];
        var list = RegisterFile.Write([.. lines, new RegisteredAccount("slack", "U-new", "P-new", "=New", null, DateTimeOffset.UnixEpoch, null, null, null, AccountStanding.Sanctioned)]);
        var before = Desk.Read().Version;

        var preview = await officer.UploadAsync("/register/accounts", "/register/accounts?handler=Preview", list);
        Assert.Equal(before, Desk.Read().Version);
        Assert.Contains($"Take in a list of {lines.Count + 1} lines?", await preview.Content.ReadAsStringAsync(Stop));
        await officer.PostAsync("/register/accounts", "/register/accounts?handler=Preview", "/register/accounts?handler=Import", ("list", "@@@"));
        await officer.PostAsync("/register/accounts", "/register/accounts?handler=Preview", "/register/accounts?handler=Import", ("list", Convert.ToBase64String("source\n"u8)));
        Assert.Equal(before, Desk.Read().Version);

        await officer.PostAsync("/register/accounts", "/register/accounts?handler=Preview", "/register/accounts?handler=Import", ("list", Convert.ToBase64String(list)));

        Assert.Single(Desk.Read().Accounts.Find("slack", "U-new"));
        Assert.Contains("U-new", await officer.ReadAsync("/register/accounts?q=p-NEW&unsigned=true"));
        Assert.DoesNotContain("U-new", await officer.ReadAsync("/register/accounts?q=nobody-at-all"));
        Assert.Contains("'=New", await officer.ReadAsync("/register/accounts?handler=Download"));
        Assert.Equal(lines.Count + 2, (await officer.ReadAsync("/register/accounts?handler=Download")).TrimEnd().Split('\n').Length);
        Assert.Contains("'=New", await officer.ReadAsync("/register/accounts?handler=DownloadAll"));
    }

    /// <summary>Who signed under the person id that a directory gave loses the signature to a list that names another id.</summary>
    [Fact]
    public async Task A_list_that_ends_captures_says_whose_and_why_before_it_counts()
    {
        await PublishAsync("lost@1", "text");
        await Desk.SynchroniseAsync("wecom-lost", new DirectorySnapshot([], [new DirectoryPerson("zhangsan", "Zhang San", null, null)]), "system:pull", Stop);
        await Desk.SignAsync(
            [new NoticeSignature("wecom-lost:zhangsan", "lost@1", Desk.Read().FindNotice("lost@1")!.Sha256, "Zhang San", Archive.Core.Messages.Timestamps.Cut(TimeProvider.System.GetUtcNow()), SignatureWay.Link)],
            "carla",
            Stop); // published just before
        using var officer = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        var list = RegisterFile.Write(
        [
            .. Desk.Read().Lines[RegisterOrigins.File],
            new RegisteredAccount("wecom-lost", "zhangsan", "p-1001", "Zhang San", null, DateTimeOffset.UnixEpoch, null, null, null, AccountStanding.Sanctioned),
        ]);

        var preview = await (await officer.UploadAsync("/register/accounts", "/register/accounts?handler=Preview", list)).Content.ReadAsStringAsync(Stop);

        Assert.Matches("Accounts that lose capture</dt><dd class=\"num warn\">1<", preview);
        Assert.Contains("Zhang San · wecom-lost · <code>zhangsan</code> · no signed notice at that time", WebUtility.HtmlDecode(preview));
    }

    /// <summary>A list that is moved into the folder keeps its age, and an older one does not count; nobody shall think it does.</summary>
    [Fact]
    public async Task A_list_in_the_folder_that_is_too_old_to_count_is_told()
    {
        await Desk.ReplaceAccountsAsync(
            RegisterOrigins.File, Desk.Read().Lines[RegisterOrigins.File], RegisterFileMark.Of("newest"u8, TimeProvider.System.GetUtcNow()), "carla", Stop);
        using var officer = await fixture.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        Assert.DoesNotContain("holds another list", await officer.ReadAsync("/register/accounts"));
        var file = fixture.Services.GetRequiredService<DataFolder>().Register;
        try
        {
            await File.WriteAllTextAsync(file, RegisterFile.Header + "\n", Stop);
            File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

            Assert.Contains("The register.csv in the data folder holds another list", await officer.ReadAsync("/register/accounts"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task PublishAsync(string version, string text) => Desk.PublishNoticeAsync(version, text, "carla", Stop);

    [GeneratedRegex("readonly value=\"([^\"]+)\"", RegexOptions.None, 30_000)]
    private static partial Regex LinkValue();
}
