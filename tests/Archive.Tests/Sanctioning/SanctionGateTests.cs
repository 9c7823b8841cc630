using Archive.Core.Consent;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using CsCheck;
using Xunit;

namespace Archive.Tests.Sanctioning;

public sealed class SanctionGateTests
{
    private static readonly DateTimeOffset Day0 = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
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

        Assert.Equal(SanctionDecision.Refuse(SanctionReason.GateFailed), new SanctionGate().Decide("s", message, null!, NoConsents)); // null on purpose
        Assert.Equal(SanctionOutcome.Refuse, default(SanctionDecision).Outcome);
    }

    [Fact]
    public void A_new_register_counts_for_a_list_that_was_seen_before()
    {
        var gate = new SanctionGate();
        var message = Message(1, new Participant("x", "x", ParticipantKind.External), [new Participant("a", "a", ParticipantKind.Member)]);

        Assert.Equal(SanctionOutcome.Admit, gate.Decide("s", message, Register(Sanctioned("a", 0, 9, signed: 0)), NoConsents).Outcome);
        Assert.Equal(SanctionOutcome.Refuse, gate.Decide("s", message, Register(), NoConsents).Outcome);
        Assert.Equal(SanctionOutcome.Refuse, gate.Decide("other", message, Register(Sanctioned("a", 0, 9, signed: 0)), NoConsents).Outcome);
    }

    [Fact]
    public void Agrees_with_the_rules_read_one_by_one() =>
        Gen.Select(Account.Array[0, 6], Consent.Array[0, 5], Person, Person.Array[0, 4], Gen.Int[0, 18]).Sample(
            (accounts, consents, sender, members, halfDay) =>
            {
                var message = Message(halfDay / 2.0, sender, members);

                Assert.Equal(
                    Model(accounts, consents, message), new SanctionGate().Decide("s", message, new AccountRegister("v", accounts), new ConsentTimeline(consents)));
            },
            iter: 20_000);

    /// <summary>The rules, day by day and account by account, without sets of periods.</summary>
    private static SanctionDecision Model(RegisteredAccount[] accounts, ConsentChange[] consents, ChatMessage message)
    {
        var t = message.SentAt;
        var now = accounts.Where(a => a.Source == "s" && !(t < a.ValidFrom) && !(a.ValidTo <= t)).ToList();
        var present = message.Conversation.Members.Append(message.Sender).Select(p => p.Id).ToHashSet();
        var said = consents.Where(c => c.Conversation == message.Conversation.Id && c.At <= t).GroupBy(c => c.Account)
            .Select(g => g.Where(c => c.At == g.Max(x => x.At))).ToList();
        if (said.Any(newest => newest.Any(c => c.Standing == ConsentStanding.Declined))
            || now.Any(a => a.Standing == AccountStanding.Declined && present.Contains(a.AccountId)))
        {
            return SanctionDecision.Withhold(SanctionReason.CounterpartyDeclined);
        }

        var allowed = now.Where(a => a.Standing == AccountStanding.Sanctioned).ToList();
        var noticed = allowed.Where(a => a.NoticeVersion is not null && !(a.NoticeSignedAt > t)).Select(a => a.AccountId).ToHashSet();
        if (message.Sender.Kind != ParticipantKind.Member)
        {
            return message.Conversation.Members.Any(m => m.Kind == ParticipantKind.Member && noticed.Contains(m.Id))
                ? SanctionDecision.Admit
                : SanctionDecision.Refuse(SanctionReason.NoSanctionedMember);
        }

        var id = message.Sender.Id;
        return noticed.Contains(id) ? SanctionDecision.Admit
            : allowed.Any(a => a.AccountId == id) ? SanctionDecision.Refuse(SanctionReason.NoNotice)
            : accounts.Any(a => a.Source == "s" && a.AccountId == id) ? SanctionDecision.Refuse(SanctionReason.OutsidePeriod)
            : SanctionDecision.Refuse(SanctionReason.NotRegistered);
    }

    private static SanctionDecision Decide(AccountRegister register, double day, Participant? sender = null, params Participant[] members) =>
        new SanctionGate().Decide("s", Message(day, sender ?? new Participant("a", "a", ParticipantKind.Member), members), register, NoConsents);

    private static AccountRegister Register(params RegisteredAccount[] accounts) => new("v", accounts);

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
}
