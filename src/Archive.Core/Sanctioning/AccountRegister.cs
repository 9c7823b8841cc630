namespace Archive.Core.Sanctioning;

/// <summary>The accounts of a register. Immutable; safe for concurrent readers.</summary>
public sealed class AccountRegister
{
    private readonly Dictionary<(string Source, string Account), RegisteredAccount[]> _periods;

    public AccountRegister(IEnumerable<RegisteredAccount> accounts)
    {
        Accounts = [.. accounts];
        _periods = Accounts.GroupBy(a => (a.Source, a.AccountId)).ToDictionary(g => g.Key, g => g.ToArray());
    }

    public IReadOnlyList<RegisteredAccount> Accounts { get; }

    /// <summary>All periods of an account; empty when the register does not know it.</summary>
    public IReadOnlyList<RegisteredAccount> Find(string source, string accountId) =>
        _periods.TryGetValue((source, accountId), out var periods) ? periods : [];

    /// <summary>Account ids, per source, of one person.</summary>
    public IEnumerable<RegisteredAccount> OfPerson(string personId) => Accounts.Where(a => a.PersonId == personId);
}
