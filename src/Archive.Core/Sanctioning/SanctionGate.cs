using System.Runtime.CompilerServices;
using Archive.Core.Consent;
using Archive.Core.Messages;

namespace Archive.Core.Sanctioning;

/// <summary>Decides whether a message may be kept: a function of the source, the message, the register, the counterparties' consents and the time of capture, and of nothing else.
/// Denies by default.
/// <list type="number">
/// <item>The source needs an approved scope that covers the message, with a lawful basis that has not expired and an impact assessment whose review is not overdue at the time of capture.</item>
/// <item>The refusal of a counterparty who took part stands in the conversation at the time of the message, or the register says that somebody in it, the sender included,
/// declined for that time: withheld.</item>
/// <item>A sender who is a member of the firm needs a sanctioned period over that time, with a published notice signed by then, and to be in the platform's official
/// scope then, where the platform tells it.</item>
/// <item>Any other sender (guests, outsiders, bots, the platform, kinds this version does not know) needs a member in the conversation who has that.</item>
/// </list>
/// Joins, leaves and reactions are decided by their sender like texts. Any exception is a refusal.
/// <para>Safe for concurrent callers. What a conversation's member list says about every point in time is worked out once for each list instance, so a
/// list must not change once a message with it was decided; it is collected together with the list.</para></summary>
public sealed class SanctionGate
{
    private readonly ConditionalWeakTable<IReadOnlyList<Participant>, MemberPeriods> _known = [];

    /// <param name="consents">Of the same source.</param>
    /// <param name="now">Time of capture.</param>
    public SanctionDecision Decide(string source, ChatMessage message, SanctionRegister register, ConsentTimeline consents, DateTimeOffset now)
    {
        try
        {
            if (register.RefusalOf(source, message.SentAt, now) is { } reason)
            {
                return SanctionDecision.Refuse(reason);
            }

            return consents.HasDeclined(message)
                ? SanctionDecision.Withhold(SanctionReason.CounterpartyDeclined)
                : DecideOrThrow(source, message, register);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return SanctionDecision.Refuse(SanctionReason.GateFailed);
        }
    }

    private SanctionDecision DecideOrThrow(string source, ChatMessage message, SanctionRegister register)
    {
        var members = PeriodsOf(source, message.Conversation.Members, register);
        var ofSender = register.Accounts.Find(source, message.Sender.Id);
        if (members.HasDeclined(message.SentAt) || AccountPeriods.HasDeclined(ofSender, message.SentAt))
        {
            return SanctionDecision.Withhold(SanctionReason.CounterpartyDeclined);
        }

        if (message.Sender.Kind == ParticipantKind.Member)
        {
            var decision = AccountPeriods.Decide(ofSender, message.SentAt);
            return decision.Outcome == SanctionOutcome.Admit && !register.ListedOf(source).Contains(message.Sender.Id, message.SentAt)
                ? SanctionDecision.Refuse(SanctionReason.NotListed)
                : decision;
        }

        return members.HasSanctioned(message.SentAt) ? SanctionDecision.Admit : SanctionDecision.Refuse(SanctionReason.NoSanctionedMember);
    }

    private MemberPeriods PeriodsOf(string source, IReadOnlyList<Participant> members, SanctionRegister register)
    {
        if (_known.TryGetValue(members, out var known) && known.IsFor(source, register, members.Count))
        {
            return known;
        }

        var periods = new MemberPeriods(source, register, members);
        _known.AddOrUpdate(members, periods);
        return periods;
    }

    /// <summary>When at least one member of a list is sanctioned, and when at least one declined.</summary>
    private sealed class MemberPeriods
    {
        private readonly string _source;
        private readonly WeakReference<SanctionRegister> _register;
        private readonly int _count;
        private readonly PeriodSet _sanctioned;
        private readonly PeriodSet _declined;

        public MemberPeriods(string source, SanctionRegister register, IReadOnlyList<Participant> members)
        {
            (_source, _register, _count) = (source, new WeakReference<SanctionRegister>(register), members.Count);
            var listed = register.ListedOf(source);
            var sanctioned = new List<(DateTimeOffset From, DateTimeOffset To)>();
            var declined = new List<(DateTimeOffset From, DateTimeOffset To)>();
            foreach (var member in members)
            {
                foreach (var period in register.Accounts.Find(source, member.Id))
                {
                    var end = period.ValidTo ?? DateTimeOffset.MaxValue;
                    if (period.Standing == AccountStanding.Declined)
                    {
                        declined.Add((period.ValidFrom, end));
                    }
                    else if (member.Kind == ParticipantKind.Member && period.Standing == AccountStanding.Sanctioned && AccountPeriods.HasNotice(period))
                    {
                        var signed = period.NoticeSignedAt.GetValueOrDefault();
                        sanctioned.AddRange(listed.Within(member.Id, signed > period.ValidFrom ? signed : period.ValidFrom, end));
                    }
                }
            }

            (_sanctioned, _declined) = (new PeriodSet(sanctioned), new PeriodSet(declined));
        }

        public bool IsFor(string source, SanctionRegister register, int count) =>
            _count == count && _source == source && _register.TryGetTarget(out var mine) && ReferenceEquals(mine, register);

        public bool HasSanctioned(DateTimeOffset time) => _sanctioned.Contains(time);

        public bool HasDeclined(DateTimeOffset time) => _declined.Contains(time);
    }
}
