using Archive.Core.Sanctioning;

namespace Archive.Web.Register;

/// <summary>What a new list would change in the firm's list.</summary>
/// <param name="Ended">Accounts that the new list does not name any more.</param>
internal sealed record AccountsDifference(int Lines, int Added, int Removed, IReadOnlyList<(string Source, string Account)> Ended)
{
    public static AccountsDifference Of(IReadOnlyList<RegisteredAccount> now, IReadOnlyList<RegisteredAccount> next)
    {
        var (there, coming) = (now.ToHashSet(), next.ToHashSet());
        var named = next.Select(a => (a.Source, a.AccountId)).ToHashSet();
        return new AccountsDifference(
            next.Count,
            coming.Count(a => !there.Contains(a)),
            there.Count(a => !coming.Contains(a)),
            [.. now.Select(a => (a.Source, a.AccountId)).Distinct().Where(a => !named.Contains(a))]);
    }
}
