using Archive.Core.Consent;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using CsCheck;
using Xunit;

namespace Archive.Tests.Sanctioning;

public sealed class SanctionGateTests
{
    private static readonly DateTimeOffset Day0 = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Day0.AddDays(20);
    private static readonly ConsentTimeline NoConsents = new([]);
    private static readonly string[] Ids = ["a", "b", "c"];

    private static readonly Gen<DateTimeOffset> Time = Gen.Int[0, 8].Select(day => Day0.AddDays(day));

    private static readonly Gen<RegisteredAccount> Account = Gen.Select(
        Among(Ids), Time, Gen.Int[0, 6], Gen.Int[-1, 8], Gen.Int[0, 4], Among("s", "s", "other"), (id, from, length, signed, standing, source) =>
            new RegisteredAccount(
                source, id, "p-" + id, id, null, from, length == 6 ? null : from.AddDays(length), signed < 0 ? null : "n1", signed < 0 ? null : Day0.AddDays(signed),
                standing == 0 ? AccountStanding.Declined : AccountStanding.Sanctioned));

    private static readonly Gen<ConsentChange> Consent = Gen.Select(
        Among("c", "c", "elsewhere"), Among(Ids), Gen.Enum<ConsentStanding>(), Time, (conversation, account, standing, at) => new ConsentChange(conversation, account, standing, at));

    private static readonly Gen<SourceScope> Scope = Gen.Select(
        Gen.Int[0, 12], Gen.Int[0, 12], Gen.Int[0, 12], Gen.Int[0, 12], Gen.Int[0, 4], (basis, expires, assessment, review, from) => TestRegister.ScopeOf("s") with
        {
            Basis = basis == 0 ? "" : "law",
            ExpiresAt = expires == 0 ? Now : Now.AddDays(1),
            Assessment = assessment == 0 ? "" : "PIA",
            ReviewBy = review == 0 ? Now.AddDays(-1) : Now.AddDays(1),
            MessagesFrom = Day0.AddDays(from - 2),
        });

    private static readonly Gen<(string Person, string Version, DateTimeOffset At)> Signature = Gen.Select(
        Among("p-a", "p-b", "p-c"), Among("n1", "n2"), Time, (person, version, at) => (person, version, at));

    private static readonly Gen<(DateTimeOffset At, string[] Accounts)> Snapshot = Gen.Select(
        Time, Gen.Int[0, 7], (at, set) => (at, Ids.Where((_, i) => (set >> i) % 2 == 1).ToArray()));

    private static readonly Gen<DrawnRegister> Drawn = Gen.Select(
        Account.Array[0, 6], Scope.Array[0, 2], Signature.Array[0, 3], Snapshot.Array[0, 3], Gen.Int[0, 3], (accounts, scopes, signatures, snapshots, published) =>
            new DrawnRegister(
                accounts, scopes, signatures, [.. snapshots.OrderBy(s => s.At)], [.. new[] { "n1", "n2" }.Where((_, i) => published == 3 || published == i)]));

    private static readonly Gen<Participant> Person = Gen.Select(
        Among([.. Ids, "stranger"]), Gen.Enum<ParticipantKind>(), (id, kind) => new Participant(id, id, kind));

    [Fact]
    public void Admits_a_member_with_a_signed_notice_from_start_to_before_the_end()
    {
        var register = Register(Sanctioned("a", 1, 3, signed: 1));

        Assert.Equal(SanctionReason.OutsidePeriod, Decide(register, 0.999).Reason);
        Assert.Equal(SanctionDecision.Admit, Decide(register, 1));
        Assert.Equal(SanctionDecision.Admit, Decide(register, 2.999));
        Assert.Equal(SanctionReason.OutsidePeriod, Decide(register, 3).Reason);
    }

    [Fact]
    public void Refuses_a_member_who_is_not_registered_for_the_source()
    {
        var register = Register(Sanctioned("a", 0, 9, signed: 0) with { Source = "other" });

        Assert.Equal(SanctionDecision.Refuse(SanctionReason.NotRegistered), Decide(register, 1));
    }

    [Fact]
    public void Refuses_a_member_before_the_notice_was_signed()
    {
        var register = Register(Sanctioned("a", 0, 9, signed: 2));

        Assert.Equal(SanctionDecision.Refuse(SanctionReason.NoNotice), Decide(register, 1.9));
        Assert.Equal(SanctionDecision.Admit, Decide(register, 2));
    }

    [Theory]
    [InlineData(ParticipantKind.Guest)]
    [InlineData(ParticipantKind.External)]
    [InlineData(ParticipantKind.Bot)]
    [InlineData(ParticipantKind.Platform)]
    [InlineData(ParticipantKind.Unknown)]
    [InlineData((ParticipantKind)77)]
    public void Admits_others_only_beside_a_sanctioned_member(ParticipantKind kind)
    {
        var sender = new Participant("x", "x", kind);
        var member = new Participant("a", "a", ParticipantKind.Member);
        var register = Register(Sanctioned("a", 0, 2, signed: 0));

        Assert.Equal(SanctionDecision.Admit, Decide(register, 1, sender, member));
        Assert.Equal(SanctionDecision.Refuse(SanctionReason.NoSanctionedMember), Decide(register, 2, sender, member));
        Assert.Equal(SanctionDecision.Refuse(SanctionReason.NoSanctionedMember), Decide(register, 1, sender, member with { Kind = ParticipantKind.Guest }));
    }

    [Fact]
    public void Withholds_while_anybody_in_the_conversation_declines()
    {
        var declined = Sanctioned("x", 1, 2, signed: 0) with { Standing = AccountStanding.Declined };
        var register = Register(Sanctioned("a", 0, 9, signed: 0), declined);
        var member = new Participant("a", "a", ParticipantKind.Member);
        var other = new Participant("x", "x", ParticipantKind.External);

        Assert.Equal(SanctionDecision.Withhold(SanctionReason.CounterpartyDeclined), Decide(register, 1, member, other));
        Assert.Equal(SanctionDecision.Withhold(SanctionReason.CounterpartyDeclined), Decide(register, 1, other));
        Assert.Equal(SanctionDecision.Admit, Decide(register, 2, member, other));
    }

    [Fact]
    public void Refuses_when_it_fails_itself()
    {
        var message = Message(1, new Participant("a", "a", ParticipantKind.Member), []);

        Assert.Equal(SanctionDecision.Refuse(SanctionReason.GateFailed), new SanctionGate().Decide("s", message, null!, NoConsents, Now)); // null on purpose
        Assert.Equal(SanctionOutcome.Refuse, default(SanctionDecision).Outcome);
    }

    [Fact]
    public void A_new_register_counts_for_a_list_that_was_seen_before()
    {
        var gate = new SanctionGate();
        var message = Message(1, new Participant("x", "x", ParticipantKind.External), [new Participant("a", "a", ParticipantKind.Member)]);

        Assert.Equal(SanctionOutcome.Admit, gate.Decide("s", message, Register(Sanctioned("a", 0, 9, signed: 0)), NoConsents, Now).Outcome);
        Assert.Equal(SanctionOutcome.Refuse, gate.Decide("s", message, Register(), NoConsents, Now).Outcome);
        Assert.Equal(SanctionOutcome.Refuse, gate.Decide("other", message, Register(Sanctioned("a", 0, 9, signed: 0)), NoConsents, Now).Outcome);
    }

    [Fact]
    public void Refuses_everything_of_a_source_whose_scope_does_not_stand()
    {
        var account = Sanctioned("a", 0, 9, signed: 0);
        var whole = TestRegister.ScopeOf("s");

        Assert.Equal(SanctionReason.NoLawfulBasis, Decide(TestRegister.Of([account], ["other"]), 1).Reason);
        Assert.Equal(SanctionReason.NoLawfulBasis, Decide(Under(account, whole with { Purpose = " " }), 1).Reason);
        Assert.Equal(SanctionReason.NoLawfulBasis, Decide(Under(account, whole with { Reference = "" }), 1).Reason);
        Assert.Equal(SanctionReason.LawfulBasisExpired, Decide(Under(account, whole with { ExpiresAt = Now }), 1).Reason);
        Assert.Equal(SanctionReason.NoImpactAssessment, Decide(Under(account, whole with { Assessment = "" }), 1).Reason);
        Assert.Equal(SanctionReason.ReviewOverdue, Decide(Under(account, whole with { ReviewBy = Now }), 1).Reason);
        Assert.Equal(SanctionReason.BeforeScope, Decide(Under(account, whole with { MessagesFrom = Day0.AddDays(2) }), 1).Reason);
        Assert.Equal(SanctionDecision.Admit, Decide(Under(account, whole with { ExpiresAt = Now.AddTicks(1), ReviewBy = Now.AddTicks(1), MessagesFrom = Day0.AddDays(1) }), 1));
        Assert.Equal(SanctionDecision.Admit, Decide(Under(account, whole with { Basis = "" }, whole), 1));
    }

    [Fact]
    public void Refuses_a_notice_that_was_never_published()
    {
        var account = Sanctioned("a", 0, 9, signed: 0);

        Assert.Equal(
            SanctionReason.NoNotice, Decide(TestRegister.Of(new ScopeAdopted(TestRegister.ScopeOf("s")), new AccountsChanged("f", [account], [], null)), 1).Reason);
    }

    [Fact]
    public void A_person_signs_for_all_of_their_accounts()
    {
        var account = Sanctioned("a", 0, 9, signed: 0) with { NoticeVersion = null, NoticeSignedAt = null };
        var notice = TestRegister.Notice("n2");
        var register = TestRegister.Of(
            notice,
            new ScopeAdopted(TestRegister.ScopeOf("s")),
            new AccountsChanged("f", [account], [], null),
            new NoticeSigned([new NoticeSignature("p-a", "n2", notice.Sha256, "Ann", Day0.AddDays(2), SignatureWay.Link)]));

        Assert.Equal(SanctionReason.NoNotice, Decide(register, 1.9).Reason);
        Assert.Equal(SanctionDecision.Admit, Decide(register, 2));
    }

    [Fact]
    public void Refuses_whom_the_official_scope_does_not_list()
    {
        var (a, b) = (Sanctioned("a", 0, 9, signed: 0), Sanctioned("b", 0, 9, signed: 0));
        var register = Listed([a, b], (2, ["b"], []), (4, ["a"], []), (6, [], ["a"]));
        var sender = new Participant("x", "x", ParticipantKind.External);
        var member = new Participant("a", "a", ParticipantKind.Member);

        Assert.Equal(SanctionReason.NotListed, Decide(register, 1.9).Reason);
        Assert.Equal(SanctionDecision.Admit, Decide(register, 2));
        Assert.Equal(SanctionDecision.Admit, Decide(register, 5.9));
        Assert.Equal(SanctionReason.NotListed, Decide(register, 6).Reason);
        Assert.Equal(SanctionDecision.Admit, Decide(register, 0.1, member with { Id = "b" }));
        Assert.Equal(SanctionReason.NoSanctionedMember, Decide(register, 1.9, sender, member).Reason);
        Assert.Equal(SanctionDecision.Admit, Decide(register, 2, sender, member));
    }

    [Fact]
    public void Who_declined_and_left_the_room_does_not_speak_for_those_who_are_in_it()
    {
        var register = Register(Sanctioned("a", 0, 9, signed: 0));
        var (member, declined) = (new Participant("a", "a", ParticipantKind.Member), new Participant("x", "x", ParticipantKind.External));
        var consents = new ConsentTimeline([new ConsentChange("c", "x", ConsentStanding.Declined, Day0.AddDays(1))]);
        SanctionDecision DecideAt(double day, Participant sender, params Participant[] members) =>
            new SanctionGate().Decide("s", Message(day, sender, members), register, consents, Now);

        Assert.Equal(SanctionDecision.Admit, DecideAt(0.5, member, member, declined));
        Assert.Equal(SanctionOutcome.Withhold, DecideAt(2, member, member, declined).Outcome);
        Assert.Equal(SanctionOutcome.Withhold, DecideAt(2, declined, member).Outcome);
        Assert.Equal(SanctionOutcome.Withhold, DecideAt(2, member).Outcome); // nobody tells who is in it
        Assert.Equal(SanctionDecision.Admit, DecideAt(3, member, member, new Participant("y", "y", ParticipantKind.External)));
    }

    [Fact]
    public void The_firms_own_word_counts_before_a_directory()
    {
        var own = Sanctioned("a", 0, 2, signed: 0);
        var read = Sanctioned("a", 0, 9, signed: 0);
        var register = TestRegister.Of(
            TestRegister.Notice("n1"),
            new ScopeAdopted(TestRegister.ScopeOf("s")),
            new AccountsChanged(RegisterOrigins.Directory("s"), [read, read with { AccountId = "b" }], [], null),
            new AccountsChanged(RegisterOrigins.File, [own], [], null));

        Assert.Equal(SanctionReason.OutsidePeriod, Decide(register, 3).Reason);
        Assert.Equal(SanctionDecision.Admit, Decide(register, 3, new Participant("b", "b", ParticipantKind.Member)));
    }

    [Fact]
    public void Agrees_with_the_rules_read_one_by_one() =>
        Gen.Select(Drawn, Consent.Array[0, 5], Person, Person.Array[0, 4], Gen.Int[0, 18]).Sample(
            (drawn, consents, sender, members, halfDay) =>
            {
                var message = Message(halfDay / 2.0, sender, members);

                Assert.Equal(
                    Model(drawn, consents, message), new SanctionGate().Decide("s", message, drawn.ToRegister(), new ConsentTimeline(consents), Now));
            },
            iter: 20_000);

    /// <summary>The rules, day by day and account by account, without sets of periods.</summary>
    private static SanctionDecision Model(DrawnRegister drawn, ConsentChange[] consents, ChatMessage message)
    {
        var t = message.SentAt;
        if (drawn.Scopes.LastOrDefault() is not { } scope || scope.Basis == "")
        {
            return SanctionDecision.Refuse(SanctionReason.NoLawfulBasis);
        }

        var wrong = scope.ExpiresAt <= Now ? SanctionReason.LawfulBasisExpired : scope.Assessment == "" ? SanctionReason.NoImpactAssessment
            : scope.ReviewBy <= Now ? SanctionReason.ReviewOverdue : t < scope.MessagesFrom ? SanctionReason.BeforeScope : SanctionReason.Sanctioned;
        if (wrong != SanctionReason.Sanctioned)
        {
            return SanctionDecision.Refuse(wrong);
        }

        var now = drawn.Accounts.Where(a => a.Source == "s" && !(t < a.ValidFrom) && !(a.ValidTo <= t)).ToList();
        var present = message.Conversation.Members.Append(message.Sender).Select(p => p.Id).ToHashSet();
        var said = consents.Where(c => c.Conversation == message.Conversation.Id && c.At <= t).GroupBy(c => c.Account)
            .Select(g => g.Where(c => c.At == g.Max(x => x.At))).ToList();
        if (said.Any(newest => newest.Any(c => c.Standing == ConsentStanding.Declined && (message.Conversation.Members.Count == 0 || present.Contains(c.Account))))
            || now.Any(a => a.Standing == AccountStanding.Declined && present.Contains(a.AccountId)))
        {
            return SanctionDecision.Withhold(SanctionReason.CounterpartyDeclined);
        }

        var allowed = now.Where(a => a.Standing == AccountStanding.Sanctioned).ToList();
        var noticed = allowed.Where(a => drawn.HasNotice(a, t)).Select(a => a.AccountId).ToHashSet();
        if (message.Sender.Kind != ParticipantKind.Member)
        {
            return message.Conversation.Members.Any(m => m.Kind == ParticipantKind.Member && noticed.Contains(m.Id) && drawn.IsListed(m.Id, t))
                ? SanctionDecision.Admit
                : SanctionDecision.Refuse(SanctionReason.NoSanctionedMember);
        }

        var id = message.Sender.Id;
        return noticed.Contains(id) ? drawn.IsListed(id, t) ? SanctionDecision.Admit : SanctionDecision.Refuse(SanctionReason.NotListed)
            : allowed.Any(a => a.AccountId == id) ? SanctionDecision.Refuse(SanctionReason.NoNotice)
            : drawn.Accounts.Any(a => a.Source == "s" && a.AccountId == id) ? SanctionDecision.Refuse(SanctionReason.OutsidePeriod)
            : SanctionDecision.Refuse(SanctionReason.NotRegistered);
    }

    private static SanctionDecision Decide(SanctionRegister register, double day, Participant? sender = null, params Participant[] members) =>
        new SanctionGate().Decide("s", Message(day, sender ?? new Participant("a", "a", ParticipantKind.Member), members), register, NoConsents, Now);

    private static SanctionRegister Under(RegisteredAccount account, params SourceScope[] scopes) => TestRegister.Of(
        [TestRegister.Notice("n1"), .. scopes.Select(s => new ScopeAdopted(s)), new AccountsChanged("f", [account], [], null)]);

    [Theory]
    [InlineData(null, 1)]
    [InlineData(0, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 3)]
    public void Whoever_is_new_on_a_list_counts_since_the_time_that_is_told_and_not_from_before_the_list_before(int? since, int listed)
    {
        RegisteredAccount[] accounts = [Sanctioned("a", 0, 9, signed: 0), Sanctioned("b", 0, 9, signed: 0)];
        var register = TestRegister.At(
        [
            (Day0, TestRegister.Notice("n1")),
            (Day0, new ScopeAdopted(TestRegister.ScopeOf("s"))),
            (Day0, new AccountsChanged("f", accounts, [], null)),
            (Day0.AddDays(1), new PlatformListed("s", ["b"], [])),
            (Day0.AddDays(3), new PlatformListed("s", ["a"], [], since is { } day ? Day0.AddDays(day) : null)),
        ]);

        Assert.Equal(SanctionReason.NotListed, Decide(register, listed - 0.1).Reason);
        Assert.Equal(SanctionDecision.Admit, Decide(register, listed));
    }

    private static SanctionRegister Listed(RegisteredAccount[] accounts, params (int Day, string[] Added, string[] Removed)[] lists) => TestRegister.At(
    [
        (Day0, TestRegister.Notice("n1")),
        (Day0, new ScopeAdopted(TestRegister.ScopeOf("s"))),
        (Day0, new AccountsChanged("f", accounts, [], null)),
        .. lists.Select((l, i) => (Day0.AddDays(l.Day), (RegisterChange)new PlatformListed("s", l.Added, l.Removed, i == 0 ? null : Day0.AddDays(lists[i - 1].Day)))),
    ]);

    private static SanctionRegister Register(params RegisteredAccount[] accounts) => TestRegister.Of(accounts, ["s", "other"]);

    private static RegisteredAccount Sanctioned(string id, int from, int to, int signed) =>
        new("s", id, "p-" + id, id, null, Day0.AddDays(from), Day0.AddDays(to), "n1", Day0.AddDays(signed), AccountStanding.Sanctioned);

    private static ChatMessage Message(double day, Participant sender, IReadOnlyList<Participant> members) => new()
    {
        NativeId = "1",
        Kind = MessageKind.Text,
        Conversation = new Conversation("c", "c", ConversationKind.Group, members),
        Sender = sender,
        SentAt = Day0.AddDays(day),
    };

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <param name="Snapshots">What the platform listed, by time.</param>
    private sealed record DrawnRegister(
        RegisteredAccount[] Accounts,
        SourceScope[] Scopes,
        (string Person, string Version, DateTimeOffset At)[] Signatures,
        (DateTimeOffset At, string[] Accounts)[] Snapshots,
        string[] Published)
    {
        public SanctionRegister ToRegister() => TestRegister.At(
        [
            .. Scopes.Select(s => (Day0, (RegisterChange)new ScopeAdopted(s))),
            (Day0, new AccountsChanged("f", Accounts, [], null)),
            (Day0, new NoticeSigned([.. Signatures.Select(s => new NoticeSignature(s.Person, s.Version, TestRegister.Notice(s.Version).Sha256, "x", s.At, SignatureWay.Import))])),
            .. Published.Select(n => (Day0, (RegisterChange)TestRegister.Notice(n))),
            .. Differing().Select((s, i) => (s.At, (RegisterChange)new PlatformListed(
                "s", [.. s.Accounts.Except(i == 0 ? [] : Differing()[i - 1].Accounts)], i == 0 ? [] : [.. Differing()[i - 1].Accounts.Except(s.Accounts)], i == 0 ? null : Differing()[i - 1].At))),
        ]);

        public bool HasNotice(RegisteredAccount account, DateTimeOffset time) =>
            (account.NoticeVersion is { } version && Published.Contains(version) && account.NoticeSignedAt <= time)
            || Signatures.Any(s => s.Person == account.PersonId && Published.Contains(s.Version) && s.At <= time);

        /// <summary>A list is believed from the one before it to the one after it.</summary>
        public bool IsListed(string account, DateTimeOffset time)
        {
            var lists = Differing();
            return lists.Count == 0 || Enumerable.Range(0, lists.Count).Any(i => lists[i].Accounts.Contains(account)
                && (i == 0 || lists[i - 1].At <= time) && (i == lists.Count - 1 || time < lists[i + 1].At));
        }

        private List<(DateTimeOffset At, string[] Accounts)> Differing() =>
            [.. Snapshots.Where((s, i) => i == 0 || !s.Accounts.SequenceEqual(Snapshots[i - 1].Accounts))];
    }
}
