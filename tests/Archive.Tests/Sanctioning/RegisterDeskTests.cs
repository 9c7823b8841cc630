using System.Text;
using Archive.Core.Sanctioning;
using Xunit;

namespace Archive.Tests.Sanctioning;

public sealed class RegisterDeskTests
{
    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SettableTime _time = new();
    private readonly RegisterDesk _desk;

    public RegisterDeskTests() => _desk = new RegisterDesk(new TestRegister(), _time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scope_comes_into_force_when_somebody_else_approves_it()
    {
        var proposal = Assert.Single((await _desk.ProposeScopeAsync(TestRegister.ScopeOf("s"), "carol", Stop)).Proposals);

        var own = await Assert.ThrowsAsync<RegisterRefusedException>(() => _desk.ApproveScopeAsync(proposal.Id, "Carol", Stop));
        Assert.Equal(RegisterRefusal.OwnProposal, own.Refusal);
        Assert.Equal(SanctionReason.NoLawfulBasis, _desk.Read().RefusalOf("s", Day0, Day0));

        var approved = await _desk.ApproveScopeAsync(proposal.Id, "paul", Stop);
        var scope = Assert.Single(approved.ScopesOf("s"));
        Assert.Equal((1, "carol", "paul"), (scope.Number, scope.ProposedBy, scope.ApprovedBy));
        Assert.Null(approved.RefusalOf("s", Day0, Day0));
        Assert.Empty(approved.Proposals);

        var twice = await Assert.ThrowsAsync<RegisterRefusedException>(() => _desk.ApproveScopeAsync(proposal.Id, "paul", Stop));
        Assert.Equal(RegisterRefusal.NotOpen, twice.Refusal);
    }

    [Fact]
    public async Task A_later_version_counts_alone()
    {
        await ApproveAsync(TestRegister.ScopeOf("s"));
        await ApproveAsync(TestRegister.ScopeOf("s") with { ExpiresAt = Day0.AddDays(10), MessagesFrom = Day0 });

        Assert.Null(_desk.Read().RefusalOf("s", Day0, Day0));
        Assert.Equal(SanctionReason.LawfulBasisExpired, _desk.Read().RefusalOf("s", Day0, Day0.AddDays(10)));
        Assert.Equal([1, 2], _desk.Read().ScopesOf("s").Select(s => s.Number));
    }

    [Theory]
    [InlineData("basis")]
    [InlineData("purpose")]
    [InlineData("reference")]
    [InlineData("assessment")]
    [InlineData("reason")]
    [InlineData("expired")]
    [InlineData("reviewed")]
    [InlineData("long")]
    public async Task Refuses_a_scope_that_is_not_complete_and_changes_nothing(string what)
    {
        var whole = TestRegister.ScopeOf("s");
        var scope = what switch
        {
            "basis" => whole with { Basis = " " },
            "purpose" => whole with { Purpose = "" },
            "reference" => whole with { Reference = "" },
            "assessment" => whole with { Assessment = "\t" },
            "reason" => whole with { Reason = "" },
            "expired" => whole with { ExpiresAt = Day0 },
            "reviewed" => whole with { ReviewBy = Day0.AddDays(-1) },
            _ => whole with { Purpose = new string('x', RegisterDesk.LongestField + 1) },
        };

        var refused = await Assert.ThrowsAsync<RegisterRefusedException>(() => _desk.ProposeScopeAsync(scope, "carol", Stop));

        Assert.Equal(RegisterRefusal.Incomplete, refused.Refusal);
        Assert.Equal(RegisterState.NoVersion, _desk.Read().Version);
    }

    [Fact]
    public async Task A_published_notice_never_changes()
    {
        var notice = (await _desk.PublishNoticeAsync("n@1", "text", "carol", Stop)).FindNotice("n@1");
        var same = await _desk.PublishNoticeAsync("n@1", "text", "carol", Stop);

        var refused = await Assert.ThrowsAsync<RegisterRefusedException>(() => _desk.PublishNoticeAsync("n@1", "another text", "carol", Stop));

        Assert.Equal(RegisterRefusal.ThereAlready, refused.Refusal);
        Assert.Equal(notice, same.FindNotice("n@1"));
        Assert.Equal(notice, _desk.Read().FindNotice("n@1"));
        Assert.Equal("982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1", notice?.Sha256); // sha256sum of "text"
    }

    [Fact]
    public async Task Takes_in_a_list_of_signatures_once()
    {
        await _desk.PublishNoticeAsync("n@1", "text", "carol", Stop);
        var list = Encoding.UTF8.GetBytes(SignatureFile.Header + "\np-a,n@1,Ann,2025-12-01\np-b,n@1,\"Bo, Li\",2025-12-02T08:00:00+08:00\n");

        var signatures = SignatureFile.Read(list, _desk.Read());
        var once = await _desk.SignAsync(signatures, "carol", Stop);
        var twice = await _desk.SignAsync(signatures, "carol", Stop);

        Assert.Equal(2, once.CountSigned("n@1"));
        Assert.Equal(once.Version, twice.Version);
        Assert.Equal(new DateTimeOffset(2025, 12, 2, 0, 0, 0, TimeSpan.Zero), Assert.Single(once.SignaturesOf("p-b")).SignedAt);
    }

    [Theory]
    [InlineData("p-a,n@2,Ann,2025-12-01", 5, "the name of a published notice")]
    [InlineData("p-a,n@1,,2025-12-01", 9, "signer, not empty, and in quotes if it has blanks at its ends")]
    [InlineData("p-a,n@1,Ann,", 13, "a time in signed_at")]
    [InlineData("p-a,n@1,Ann", 9, "4 cells, of which 3 are here")]
    public async Task Refuses_a_list_of_signatures_that_is_not_right(string line, int column, string expected)
    {
        await _desk.PublishNoticeAsync("n@1", "text", "carol", Stop);

        var refused = Assert.Throws<RegisterFormatException>(() => SignatureFile.Read(Encoding.UTF8.GetBytes(SignatureFile.Header + "\n" + line), _desk.Read()));

        Assert.Equal((2, column, expected), (refused.Line, refused.Column, refused.Expected));
    }

    [Fact]
    public async Task Refuses_signatures_of_tomorrow_and_of_another_text()
    {
        var notice = (await _desk.PublishNoticeAsync("n@1", "text", "carol", Stop)).FindNotice("n@1")!; // published just now
        var signature = new NoticeSignature("p-a", "n@1", notice.Sha256, "Ann", Day0, SignatureWay.Link);

        foreach (var wrong in new[] { signature with { SignedAt = Day0.AddDays(1) }, signature with { Sha256 = new string('0', 64) }, signature with { Version = "n@2" }, signature with { Signer = "" } })
        {
            await Assert.ThrowsAsync<RegisterRefusedException>(() => _desk.SignAsync([signature with { Person = "p-b" }, wrong], "carol", Stop));
        }

        Assert.Equal(0, _desk.Read().CountSigned("n@1"));
    }

    [Fact]
    public async Task A_directory_begins_and_ends_periods_and_brings_departments_and_managers()
    {
        var desk = new Department("d1", "Desk 交易", null, "a");
        var ann = new DirectoryPerson("a", "Ann", "d1", null);
        var bo = new DirectoryPerson("b", "Bo", "d1", "a");

        await _desk.SynchroniseAsync("s", new DirectorySnapshot([desk], [ann, bo]), "system:pull", Stop);
        _time.Now = Day0.AddDays(1);
        var same = await _desk.SynchroniseAsync("s", new DirectorySnapshot([desk], [ann, bo]), "system:pull", Stop);
        var left = await _desk.SynchroniseAsync("s", new DirectorySnapshot([desk with { Name = "Desk 2" }], [bo]), "system:pull", Stop);
        _time.Now = Day0.AddDays(2);
        var back = await _desk.SynchroniseAsync("s", new DirectorySnapshot([desk with { Name = "Desk 2" }], [ann, bo]), "system:pull", Stop);

        Assert.Equal((Day0, null, "Desk 交易"), Period(same, "a"));
        Assert.Equal((Day0, Day0.AddDays(1), "Desk 交易"), Period(left, "a"));
        Assert.Equal((Day0, null, "Desk 2"), Period(left, "b"));
        Assert.Equal([Day0, Day0.AddDays(2)], back.Accounts.Find("s", "a").Select(a => a.ValidFrom).Order());
        Assert.Equal("a", back.Directories["s"].People.Single(p => p.Account == "b").Manager);
        Assert.Equal("s:a", back.Accounts.Find("s", "a")[0].PersonId);
    }

    [Fact]
    public async Task What_a_platform_lists_is_written_when_it_changes_alone()
    {
        var first = await _desk.ListAsync("s", new PlatformListing(["a", "b"], null), "system:pull", Stop);
        var same = await _desk.ListAsync("s", new PlatformListing(["b", "a"], null), "system:pull", Stop);
        var other = await _desk.ListAsync("s", new PlatformListing(["b"], null), "system:pull", Stop);
        var nobody = await _desk.ListAsync("t", new PlatformListing([], null), "system:pull", Stop);

        Assert.Equal(first.Version, same.Version);
        Assert.Equal(["b"], other.ListedNow("s"));
        Assert.Equal([], nobody.ListedNow("t"));
        Assert.Null(nobody.ListedNow("u"));
    }

    [Fact]
    public async Task Lines_of_one_origin_leave_those_of_another_alone()
    {
        var a = new RegisteredAccount("s", "a", "p-a", "Ann", null, Day0, null, null, null, AccountStanding.Sanctioned);

        await _desk.ReplaceAccountsAsync("one", [a], null, "carol", Stop);
        await _desk.ReplaceAccountsAsync("two", [a with { AccountId = "b" }], null, "carol", Stop);
        var now = await _desk.ReplaceAccountsAsync("one", [], null, "carol", Stop);

        Assert.Equal("b", Assert.Single(now.Accounts.Accounts).AccountId);
    }

    private static (DateTimeOffset From, DateTimeOffset? To, string? Department) Period(SanctionRegister register, string account)
    {
        var line = Assert.Single(register.Accounts.Find("s", account));
        return (line.ValidFrom, line.ValidTo, line.Department);
    }

    private async Task ApproveAsync(SourceScope scope) =>
        await _desk.ApproveScopeAsync((await _desk.ProposeScopeAsync(scope, "carol", Stop)).Proposals.Single().Id, "paul", Stop);

    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Day0;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
