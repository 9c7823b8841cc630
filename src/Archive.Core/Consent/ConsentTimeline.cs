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

    /// <summary>Whether anybody's refusal stands in a conversation at a time.</summary>
    public bool HasDeclined(string conversation, DateTimeOffset time) =>
        _conversations.TryGetValue(conversation, out var accounts) && accounts.Values.Any(changes => StandingAt(changes, time) == ConsentStanding.Declined);

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
