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
    [InlineData(10, 20)]
    [InlineData(20, 10)]
    public async Task A_proposal_whose_end_or_review_came_while_it_waited_is_not_approved_over_a_valid_scope(int expires, int review)
    {
        await ApproveAsync(TestRegister.ScopeOf("s"));
        var old = (await _desk.ProposeScopeAsync(
            TestRegister.ScopeOf("s") with { ExpiresAt = Day0.AddDays(expires), ReviewBy = Day0.AddDays(review) }, "carol", Stop)).Proposals.Single();
        _time.Now = Day0.AddDays(10);

        var refused = await Assert.ThrowsAsync<RegisterRefusedException>(() => _desk.ApproveScopeAsync(old.Id, "paul", Stop));

        Assert.Equal(RegisterRefusal.Outdated, refused.Refusal);
        Assert.Null(_desk.Read().RefusalOf("s", _time.Now, _time.Now));
        Assert.Empty((await _desk.RefuseScopeAsync(old.Id, "paul", Stop)).Proposals);
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
    public async Task A_directory_without_anybody_is_none_and_ends_nobody()
    {
        var before = await _desk.SynchroniseAsync(
            "s", new DirectorySnapshot([new Department("d1", "Desk", null, null)], [new DirectoryPerson("a", "Ann", "d1", null)]), "system:pull", Stop);
        _time.Now = Day0.AddDays(1);

        var after = await _desk.SynchroniseAsync("s", new DirectorySnapshot([], []), "system:pull", Stop);
        var departmentsAlone = await _desk.SynchroniseAsync("s", new DirectorySnapshot([new Department("d2", "Other", null, null)], []), "system:pull", Stop);

        Assert.Equal(before.Version, after.Version);
        Assert.Equal(before.Version, departmentsAlone.Version);
        Assert.Equal((Day0, null, "Desk"), Period(departmentsAlone, "a"));
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
    public async Task A_list_never_counts_as_written_after_it_was_taken_in_and_one_that_is_handed_in_never_as_older()
    {
        var ahead = RegisterFileMark.Of("ahead"u8, Day0.AddYears(1));
        var after = await _desk.ReplaceAccountsAsync(RegisterOrigins.File, [], ahead, "carol", Stop);

        Assert.Equal(ahead with { WrittenAt = Day0 }, after.LastFile);
        Assert.True(after.WasTaken(ahead));
        Assert.False(after.WasTaken(RegisterFileMark.Of("other"u8, Day0)));
        Assert.Equal(Day0, RegisterFileMark.HandedIn("other"u8, after, Day0.AddDays(-1)).WrittenAt);
        Assert.Equal(Day0.AddDays(1), RegisterFileMark.HandedIn("other"u8, after, Day0.AddDays(1)).WrittenAt);
    }

    /// <summary>The directory's line gives way to the firm's own, and with it the person under whose id the notice was signed.</summary>
    [Fact]
    public async Task What_a_list_changes_is_what_is_captured_before_and_after_it()
    {
        var notice = (await _desk.PublishNoticeAsync("n@1", "text", "carol", Stop)).FindNotice("n@1")!; // published just now
        await _desk.SynchroniseAsync(
            "wecom", new DirectorySnapshot([], [new DirectoryPerson("zhangsan", "Zhang San", null, null), new DirectoryPerson("lisi", "Li Si", null, null)]), "system:pull", Stop);
        await _desk.SignAsync([.. new[] { "wecom:zhangsan", "wecom:lisi" }.Select(p => new NoticeSignature(p, "n@1", notice.Sha256, "Signer", Day0, SignatureWay.Link))], "carol", Stop);
        var line = new RegisteredAccount("wecom", "zhangsan", "p-1001", "Zhang San", null, Day0, null, null, null, AccountStanding.Sanctioned);
        var signed = line with { AccountId = "wangwu", NoticeVersion = "n@1", NoticeSignedAt = Day0 };

        var difference = CaptureDifference.Of(_desk.Read(), RegisterOrigins.File, [line, signed], Day0);
        await _desk.ReplaceAccountsAsync(RegisterOrigins.File, [line, signed], null, "carol", Stop);
        var back = CaptureDifference.Of(_desk.Read(), RegisterOrigins.File, [signed with { Standing = AccountStanding.Declined }], Day0);

        Assert.Equal([new CaptureChange("wecom", "zhangsan", "Zhang San", SanctionReason.NoNotice)], difference.Lost);
        Assert.Equal([("wangwu", SanctionReason.NotRegistered)], difference.Gained.Select(c => (c.AccountId, c.Reason)));
        Assert.Equal([("wangwu", SanctionReason.CounterpartyDeclined)], back.Lost.Select(c => (c.AccountId, c.Reason)));
        Assert.Equal([("zhangsan", SanctionReason.NoNotice)], back.Gained.Select(c => (c.AccountId, c.Reason)));
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
