using System.Globalization;
using System.Text;
using Archive.Core.Sanctioning;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Sanctioning;

/// <summary>Notices, and who has signed them.</summary>
public sealed class NoticeDeskTests
{
    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RegisterDesk _desk = new(new TestRegister(), new FakeTimeProvider(Day0));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

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
    public async Task The_notice_of_imports_is_published_and_signed_by_nobody()
    {
        var early = await Assert.ThrowsAsync<RegisterRefusedException>(() => _desk.PublishNoticeAsync(" Imported ", "text", "carol", Stop));
        var line = new RegisteredAccount("chat", "a", "a", "Ann", null, Day0, null, RegisterDesk.ImportNotice, Day0, AccountStanding.Sanctioned);
        var register = await _desk.AdoptImportAsync("chat", [line], TestRegister.ScopeOf("chat"), "owner", Stop);
        var notice = register.FindNotice(RegisterDesk.ImportNotice)!; // the import published it

        var signed = await Assert.ThrowsAsync<RegisterRefusedException>(
            () => _desk.SignAsync([new NoticeSignature("a", notice.Version, notice.Sha256, "Ann", Day0, SignatureWay.Link)], "carol", Stop));
        var listed = Assert.Throws<RegisterFormatException>(
            () => SignatureFile.Read(Encoding.UTF8.GetBytes(SignatureFile.Header + "\na,imported,Ann,2025-12-01\n"), register, Day0));

        Assert.Equal((RegisterRefusal.ThereAlready, RegisterRefusal.NotThere), (early.Refusal, signed.Refusal));
        Assert.Equal("the name of a published notice", listed.Expected);
        Assert.Equal(0, register.CountSigned(notice.Version));
        Assert.Equal(RegisterDesk.ImportNotice, Assert.Single(register.Accounts.Find("chat", "a")).NoticeVersion);
    }

    [Fact]
    public async Task Takes_in_a_list_of_signatures_once()
    {
        await _desk.PublishNoticeAsync("n@1", "text", "carol", Stop);
        var list = Encoding.UTF8.GetBytes(SignatureFile.Header + "\np-a,n@1,Ann,2025-12-01\np-b,n@1,\"Bo, Li\",2025-12-02T08:00:00+08:00\n");

        var signatures = SignatureFile.Read(list, _desk.Read(), Day0);
        var once = await _desk.SignAsync(signatures, "carol", Stop);
        var twice = await _desk.SignAsync(signatures, "carol", Stop);

        Assert.Equal(2, once.Register.CountSigned("n@1"));
        Assert.Equal((2, 0), (once.Added, twice.Added));
        Assert.Equal(["p-a", "p-b"], once.UnknownPeople);
        Assert.Equal(new DateTimeOffset(2025, 12, 2, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(-1), Assert.Single(once.Register.SignaturesOf("p-a")).SignedAt);
        Assert.Equal(once.Register.Version, twice.Register.Version);
        Assert.Equal(new DateTimeOffset(2025, 12, 2, 0, 0, 0, TimeSpan.Zero), Assert.Single(once.Register.SignaturesOf("p-b")).SignedAt);
    }

    [Theory]
    [InlineData("p-a,n@2,Ann,2025-12-01", 5, "the name of a published notice")]
    [InlineData("p-a,n@1,,2025-12-01", 9, "signer, not empty, and in quotes if it has blanks at its ends")]
    [InlineData("p-a,n@1,Ann,", 13, "a time in signed_at")]
    [InlineData("p-a,n@1,Ann", 9, "4 cells, of which 3 are here")]
    public async Task Refuses_a_list_of_signatures_that_is_not_right(string line, int column, string expected)
    {
        await _desk.PublishNoticeAsync("n@1", "text", "carol", Stop);

        var refused = Assert.Throws<RegisterFormatException>(() => SignatureFile.Read(Encoding.UTF8.GetBytes(SignatureFile.Header + "\n" + line), _desk.Read(), Day0));

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

    /// <summary>"Today" in Shanghai before 08:00 is tomorrow's date in UTC, and no message from before the signature is captured.</summary>
    [Theory]
    [InlineData("2026-03-02", "Asia/Shanghai", "2026-03-01T23:00:00Z", "2026-03-01T23:00:00Z")]
    [InlineData("2026-03-02", "Asia/Shanghai", "2026-03-05T00:00:00Z", "2026-03-02T15:59:59.999999Z")]
    [InlineData("2026-03-02", "UTC", "2026-03-05T00:00:00Z", "2026-03-02T23:59:59.999999Z")]
    [InlineData("2026-03-03", "UTC", "2026-03-02T23:00:00Z", "2026-03-03T23:59:59.999999Z")]
    [InlineData("2026-04-23", "Africa/Cairo", "2026-05-05T00:00:00Z", "2026-04-23T21:59:59.999999Z")] // its clocks go forward at the midnight after
    public void A_day_of_signature_counts_from_its_end_or_from_now(string day, string zone, string now, string expected) => Assert.Equal(
        Time(expected), SignedDay.EndOf(DateOnly.Parse(day, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone), Time(now)));

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void The_ends_of_the_calendar_are_days_too(string day) =>
        Assert.NotEqual(Day0, SignedDay.EndOf(DateOnly.Parse(day, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), Day0));

    [Fact]
    public async Task A_signature_on_paper_of_somebody_whom_the_register_does_not_have_is_refused_by_name()
    {
        var notice = (await _desk.PublishNoticeAsync("n@1", "text", "carol", Stop)).FindNotice("n@1")!; // published just now
        var paper = new NoticeSignature("p-a", "n@1", notice.Sha256, "Ann", Day0, SignatureWay.Upload);

        var refused = await Assert.ThrowsAsync<RegisterRefusedException>(() => _desk.SignAsync([paper], "carol", Stop));
        await _desk.ReplaceAccountsAsync(
            RegisterOrigins.File, [new RegisteredAccount("s", "a", "p-a", "Ann", null, Day0, null, null, null, AccountStanding.Sanctioned)], null, "carol", Stop);
        var signed = await _desk.SignAsync([paper], "carol", Stop);

        Assert.Equal((RegisterRefusal.UnknownPerson, "p-a"), (refused.Refusal, refused.Subject));
        Assert.Equal(1, signed.Added);
        Assert.Empty(signed.UnknownPeople);
    }

    [Fact]
    public async Task A_signature_that_is_withdrawn_counts_no_longer_and_may_be_given_anew()
    {
        var notice = (await _desk.PublishNoticeAsync("n@1", "text", "carol", Stop)).FindNotice("n@1")!; // published just now
        await _desk.ReplaceAccountsAsync(
            RegisterOrigins.File, [new RegisteredAccount("s", "a", "p-a", "Ann", null, Day0, null, null, null, AccountStanding.Sanctioned)], null, "carol", Stop);
        var signature = new NoticeSignature("p-a", "n@1", notice.Sha256, "Bo", Day0, SignatureWay.Upload);
        await _desk.SignAsync([signature], "carol", Stop);

        var withdrawn = await _desk.WithdrawSignatureAsync("p-a", "n@1", "paper of somebody else", "carol", Stop);
        var twice = await Assert.ThrowsAsync<RegisterRefusedException>(() => _desk.WithdrawSignatureAsync("p-a", "n@1", "again", "carol", Stop));
        var without = await Assert.ThrowsAsync<RegisterRefusedException>(() => _desk.WithdrawSignatureAsync("p-a", "n@1", " ", "carol", Stop));
        var anew = await _desk.SignAsync([signature with { Signer = "Ann" }], "carol", Stop);

        Assert.Null(Assert.Single(withdrawn.Accounts.Find("s", "a")).NoticeVersion);
        Assert.Equal(0, withdrawn.CountSigned("n@1"));
        Assert.Equal((RegisterRefusal.NotSigned, RegisterRefusal.Incomplete), (twice.Refusal, without.Refusal));
        Assert.Equal("Ann", Assert.Single(anew.Register.SignaturesOf("p-a")).Signer);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
