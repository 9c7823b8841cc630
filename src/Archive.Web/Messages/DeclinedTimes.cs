using Archive.Core.Consent;
using Archive.Core.Messages;

namespace Archive.Web.Messages;

/// <summary>Where a transcript has to say that nothing was captured, because a counterparty had declined: that is no gap.</summary>
internal static class DeclinedTimes
{
    /// <param name="records">What is shown of the conversation.</param>
    public static IReadOnlyList<DeclinedTime> Of(ConsentTimeline consents, string conversation, IReadOnlyList<StoredRecord> records)
    {
        var names = records.SelectMany(r => r.Message.Conversation.Members.Append(r.Message.Sender)).GroupBy(p => p.Id, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last().Name, StringComparer.Ordinal);
        var first = records.Count == 0 ? (DateTimeOffset?)null : records.Min(r => r.Message.SentAt);
        return
        [
            .. consents.ReadDeclined(conversation).Where(p => p.To is null || first is null || p.To > first)
                .Select(p => new DeclinedTime(names.GetValueOrDefault(p.Account, p.Account), p.From, p.To)),
        ];
    }
}

/// <param name="To">Exclusive; null while it goes on.</param>
internal sealed record DeclinedTime(string Who, DateTimeOffset From, DateTimeOffset? To);
