using Archive.Core.Sanctioning;

namespace Archive.Web.Operations;

/// <summary>The register of accounts in numbers; names stay out of pages that read no content.</summary>
/// <param name="Active">Accounts in force whose notice is signed. Whether they are captured, the platform's list and the source's scope decide, too. Without senders of imports, who signed nothing.</param>
/// <param name="WithoutNotice">Of the accounts in force, those that nobody signed a notice for: refused by the gate.</param>
/// <param name="Declined">Counterparties that declined and whose period goes on.</param>
public sealed record RegisterSummary(string Version, int Accounts, int People, int Active, int WithoutNotice, int Declined)
{
    public static RegisterSummary Of(SanctionRegister register, DateTimeOffset now)
    {
        var accounts = register.Accounts.Accounts;
        var inForce = accounts.Where(a => a.ValidFrom <= now && (a.ValidTo is null || a.ValidTo > now)).ToList();
        var sanctioned = inForce.Where(a => a.Standing == AccountStanding.Sanctioned).ToList();
        return new RegisterSummary(
            register.Version,
            accounts.Select(a => (a.Source, a.AccountId)).Distinct().Count(),
            accounts.Select(a => a.PersonId).Distinct(StringComparer.Ordinal).Count(),
            sanctioned.Count(a => a.NoticeVersion != RegisterDesk.ImportNotice && a.NoticeSignedAt is { } signed && signed <= now),
            sanctioned.Count(a => a.NoticeSignedAt is null || a.NoticeSignedAt > now),
            inForce.Count(a => a.Standing == AccountStanding.Declined));
    }
}
