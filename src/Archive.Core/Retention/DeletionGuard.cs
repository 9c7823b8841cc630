using Archive.Core.Quarantine;
using Archive.Core.Sanctioning;

namespace Archive.Core.Retention;

/// <summary>Decides whether one record may be deleted now. Pure; fails closed: any error means "kept".</summary>
public sealed class DeletionGuard
{
    private readonly Dictionary<string, LegalHold> _persons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LegalHold> _conversations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LegalHold> _records = new(StringComparer.Ordinal);

    /// <param name="holds">Holds in force.</param>
    /// <param name="register">Resolves a person to all accounts the person ever had; a hold that names an account id matches that account.</param>
    public DeletionGuard(IReadOnlyList<LegalHold> holds, SanctionRegister register)
    {
        foreach (var hold in holds)
        {
            switch (hold.Subject)
            {
                case HoldSubject.Person:
                    _persons.TryAdd(hold.Target, hold);
                    foreach (var account in register.AccountsEverOf(hold.Target))
                    {
                        _persons.TryAdd(account, hold);
                    }

                    break;
                case HoldSubject.Conversation:
                    _conversations.TryAdd(hold.Target, hold);
                    break;
                default:
                    _records.TryAdd(hold.Target, hold);
                    break;
            }
        }
    }

    public DeletionDecision Decide(RetentionCandidate candidate, DateOnly day)
    {
        if (candidate.Pin.Policy.Action != RetentionAction.Dispose)
        {
            return DeletionDecision.Keep("policy keeps", null);
        }

        if (day < candidate.Pin.KeepUntil)
        {
            return DeletionDecision.Keep("minimum not over", null);
        }

        if (FindHold(candidate.ConversationId) is { } conversation)
        {
            return conversation;
        }

        if (_records.Count > 0 && _records.TryGetValue(candidate.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture), out var record))
        {
            return DeletionDecision.Keep("hold on record", record);
        }

        return FindHold(candidate.PersonIds) ?? DeletionDecision.Delete;
    }

    /// <summary>The same for an item that never became a record. A hold on what is not known of it might match it, so it keeps it; and what may be a message that
    /// has to be kept is not given up because a platform is away.</summary>
    public DeletionDecision Decide(KnownOfItem item, DateOnly day)
    {
        if (item.MayBeRead)
        {
            return DeletionDecision.Keep("cannot be read now", null);
        }

        if (day < item.KeepUntil)
        {
            return DeletionDecision.Keep("minimum not over", null);
        }

        var conversation = item.ConversationId is { } known ? FindHold(known) : Doubt(_conversations);
        return conversation ?? (item.PersonIds is { } persons ? FindHold(persons) : Doubt(_persons)) ?? DeletionDecision.Delete;
    }

    private static DeletionDecision? Doubt(Dictionary<string, LegalHold> holds) =>
        holds.Count > 0 ? DeletionDecision.Keep("hold that may match", holds.First().Value) : null;

    private DeletionDecision? FindHold(string conversation) =>
        _conversations.TryGetValue(conversation, out var hold) ? DeletionDecision.Keep("hold on conversation", hold) : null;

    private DeletionDecision? FindHold(IReadOnlySet<string> persons)
    {
        if (_persons.Count > 0)
        {
            foreach (var person in persons)
            {
                if (_persons.TryGetValue(person, out var hold))
                {
                    return DeletionDecision.Keep("hold on person", hold);
                }
            }
        }

        return null;
    }
}

/// <param name="Reason">Why the record is kept; empty when it may go.</param>
public sealed record DeletionDecision(bool MayDelete, string Reason, LegalHold? Hold)
{
    public static DeletionDecision Delete { get; } = new(true, "", null);

    public static DeletionDecision Keep(string reason, LegalHold? hold) => new(false, reason, hold);
}
