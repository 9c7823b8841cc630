namespace Archive.Core.Sanctioning;

/// <summary>A dated snapshot of the firm's register of accounts. Immutable; safe for concurrent readers.</summary>
public sealed class AccountRegister
{
    private readonly Dictionary<(string Source, string Account), RegisteredAccount[]> _periods;

    /// <param name="version">Identifies the snapshot, for instance the SHA-256 of the file it was read from.</param>
    public AccountRegister(string version, IEnumerable<RegisteredAccount> accounts)
    {
        Version = version;
        Accounts = [.. accounts];
        _periods = Accounts.GroupBy(a => (a.Source, a.AccountId)).ToDictionary(g => g.Key, g => g.ToArray());
    }

    public string Version { get; }

    public IReadOnlyList<RegisteredAccount> Accounts { get; }

    /// <summary>All periods of an account; empty when the register does not know it.</summary>
    public IReadOnlyList<RegisteredAccount> Find(string source, string accountId) =>
        _periods.TryGetValue((source, accountId), out var periods) ? periods : [];

    /// <summary>Account ids, per source, of one person.</summary>
    public IEnumerable<RegisteredAccount> OfPerson(string personId) => Accounts.Where(a => a.PersonId == personId);
}
