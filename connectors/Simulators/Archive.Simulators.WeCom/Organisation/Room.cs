using Archive.Simulators.Corpus;

namespace Archive.Simulators.WeCom.Organisation;

/// <summary>A conversation: a room, or two people. Immutable once built; who is there is asked with a moment.</summary>
internal sealed class Room
{
    private readonly DateTimeOffset[] _moves;
    private readonly Account[]?[] _present;

    public Room(CorpusConversation source, string id, IReadOnlyList<Membership> members)
    {
        Source = source;
        Id = id;
        Members = members;
        _moves = [.. members.Select(m => m.Joined).Concat(members.Select(m => m.Left).OfType<DateTimeOffset>()).Distinct().Order()];
        _present = new Account[_moves.Length + 1][];
    }

    public CorpusConversation Source { get; }

    /// <summary><c>wr…</c>; empty between two people.</summary>
    public string Id { get; }

    public IReadOnlyList<Membership> Members { get; }

    public bool IsDirect => Source.Kind == CorpusConversationKind.Direct;

    /// <summary>Outsiders belong to it, now or at another time: it is a room of customer contact.</summary>
    public bool IsExternal => Members.Any(m => m.Account.IsOutsider);

    public bool Exists(DateTimeOffset now) => Source.Created <= now;

    /// <summary>Everybody in it at that moment, robots too. Two people have always been two.</summary>
    public Account[] PresentAt(DateTimeOffset time)
    {
        var found = Array.BinarySearch(_moves, time);
        var segment = found >= 0 ? found + 1 : ~found;
        return _present[segment] ??= [.. Members.Where(m => IsDirect || m.Covers(time)).Select(m => m.Account)];
    }

    /// <summary>The member who has been there longest; null where there is none.</summary>
    public Account? OwnerAt(DateTimeOffset now) => Members.Where(m => m.Account.IsMember && m.Covers(now)).MinBy(m => m.Joined)?.Account;

    /// <summary>Everybody from outside who would be heard has agreed.</summary>
    /// <param name="sender">Is heard also where they are no member any more.</param>
    public bool AllAgreed(Account sender, DateTimeOffset time)
    {
        foreach (var member in Members)
        {
            if (member.Account.IsOutsider && (IsDirect || member.Account == sender || member.Covers(time)) && member.AnswerAt(time) is not { Agrees: true })
            {
                return false;
            }
        }

        return true;
    }
}
