using Archive.Core.Consent;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;

namespace Archive.Web.Messages;

/// <summary>Where a transcript has to say that nothing was captured, because a counterparty had declined: that is no gap.</summary>
internal static class DeclinedTimes
{
    /// <param name="records">What is shown of the conversation.</param>
    /// <param name="register">In which the firm notes refusals that the platform knows nothing of.</param>
    public static IReadOnlyList<DeclinedTime> Of(
        ConsentTimeline consents, SanctionRegister register, string source, string conversation, IReadOnlyList<StoredRecord> records)
    {
        var names = records.SelectMany(r => r.Message.Conversation.Members.Append(r.Message.Sender)).GroupBy(p => p.Id, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last().Name, StringComparer.Ordinal);
        var first = records.Count == 0 ? (DateTimeOffset?)null : records.Min(r => r.Message.SentAt);
        return
        [
            .. consents.ReadDeclined(conversation).Concat(names.Keys.SelectMany(id => Noted(register, source, id))).Distinct()
                .Where(p => p.To is null || first is null || p.To > first)
                .OrderBy(p => p.From).ThenBy(p => p.Account, StringComparer.Ordinal)
                .Select(p => new DeclinedTime(names.GetValueOrDefault(p.Account, p.Account), p.From, p.To)),
        ];
    }

    private static IEnumerable<DeclinedPeriod> Noted(SanctionRegister register, string source, string account) =>
        register.Accounts.Find(source, account).Where(line => line.Standing == AccountStanding.Declined)
            .Select(line => new DeclinedPeriod(account, line.ValidFrom, line.ValidTo));
}

/// <param name="To">Exclusive; null while it goes on.</param>
internal sealed record DeclinedTime(string Who, DateTimeOffset From, DateTimeOffset? To);
