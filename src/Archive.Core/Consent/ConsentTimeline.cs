using Archive.Core.Messages;

namespace Archive.Core.Consent;

/// <summary>Who agreed and who declined when, in the conversations of one source. Changes may be added in any order, and twice. Not thread-safe.</summary>
public sealed class ConsentTimeline
{
    private readonly Dictionary<string, Dictionary<string, SortedDictionary<DateTimeOffset, ConsentStanding>>> _conversations = new(StringComparer.Ordinal);

    public ConsentTimeline(IEnumerable<ConsentChange> changes)
    {
        foreach (var change in changes)
        {
            Add(change);
        }
    }

    /// <summary>Of two that are said of the same instant a refusal counts, whatever their order.</summary>
    public void Add(ConsentChange change)
    {
        var accounts = Get(_conversations, change.Conversation, () => new Dictionary<string, SortedDictionary<DateTimeOffset, ConsentStanding>>(StringComparer.Ordinal));
        var changes = Get(accounts, change.Account, () => []);
        if (!changes.TryGetValue(change.At, out var known) || known != ConsentStanding.Declined)
        {
            changes[change.At] = change.Standing;
        }
    }

    /// <summary>Whether the refusal of anybody who took part in a message stands at its time. Who declined and has left a room since does not speak for those who are
    /// in it; where the platform does not tell who is, everybody counts who ever answered there.</summary>
    public bool HasDeclined(ChatMessage message) =>
        _conversations.TryGetValue(message.Conversation.Id, out var accounts)
        && accounts.Any(account => StandingAt(account.Value, message.SentAt) == ConsentStanding.Declined && TookPart(message, account.Key));

    /// <summary>The times of a conversation in which somebody's refusal stood, by beginning.</summary>
    public IReadOnlyList<DeclinedPeriod> ReadDeclined(string conversation)
    {
        if (!_conversations.TryGetValue(conversation, out var accounts))
        {
            return [];
        }

        var periods = new List<DeclinedPeriod>();
        foreach (var (account, changes) in accounts)
        {
            DateTimeOffset? since = null;
            foreach (var (at, standing) in changes)
            {
                if (standing == ConsentStanding.Declined)
                {
                    since ??= at;
                }
                else if (since is { } from)
                {
                    periods.Add(new DeclinedPeriod(account, from, at));
                    since = null;
                }
            }

            if (since is { } open)
            {
                periods.Add(new DeclinedPeriod(account, open, null));
            }
        }

        return [.. periods.OrderBy(p => p.From).ThenBy(p => p.Account, StringComparer.Ordinal)];
    }

    private static bool TookPart(ChatMessage message, string account) =>
        message.Sender.Id == account || message.Conversation.Members.Count == 0 || message.Conversation.Members.Any(m => m.Id == account);

    private static ConsentStanding? StandingAt(SortedDictionary<DateTimeOffset, ConsentStanding> changes, DateTimeOffset time)
    {
        ConsentStanding? standing = null;
        foreach (var (at, said) in changes)
        {
            if (at > time)
            {
                break;
            }

            standing = said;
        }

        return standing;
    }

    private static TValue Get<TValue>(Dictionary<string, TValue> values, string key, Func<TValue> make)
    {
        if (!values.TryGetValue(key, out var value))
        {
            values[key] = value = make();
        }

        return value;
    }
}

/// <summary>What was said in it was not captured, because a counterparty had declined.</summary>
/// <param name="To">Exclusive; null while it goes on.</param>
public sealed record DeclinedPeriod(string Account, DateTimeOffset From, DateTimeOffset? To);
