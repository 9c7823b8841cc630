namespace Archive.Simulators.WeCom.Organisation;

/// <summary>Who is archived when: members in scope, those longest in it first, as many as there are seats.</summary>
internal sealed class Seats
{
    private readonly DateTimeOffset[] _moves;
    private readonly HashSet<Account>?[] _held;
    private readonly (Account Account, DateTimeOffset From, DateTimeOffset? To)[] _scope;
    private readonly int? _seats;

    public Seats(IEnumerable<Account> accounts, int? seats, IDictionary<string, DateTimeOffset> ends)
    {
        _seats = seats;
        _scope = [.. accounts.Where(a => a.IsMember).Select(a => (a, a.Source.ValidFrom, EndOf(a, ends))).OrderBy(s => s.ValidFrom).ThenBy(s => s.a.Id, StringComparer.Ordinal)];
        _moves = [.. _scope.Select(s => s.From).Concat(_scope.Select(s => s.To).OfType<DateTimeOffset>()).Distinct().Order()];
        _held = new HashSet<Account>?[_moves.Length + 1];
    }

    public IReadOnlySet<Account> At(DateTimeOffset time)
    {
        var found = Array.BinarySearch(_moves, time);
        var segment = found >= 0 ? found + 1 : ~found;
        return _held[segment] ??= [.. _scope.Where(s => s.From <= time && !(s.To <= time)).Take(_seats ?? int.MaxValue).Select(s => s.Account)];
    }

    private static DateTimeOffset? EndOf(Account account, IDictionary<string, DateTimeOffset> ends)
    {
        var left = account.Source.ValidTo;
        return ends.TryGetValue(account.Source.Id, out var end) && !(left < end) ? end : left;
    }
}
