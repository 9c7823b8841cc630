using Archive.Core.Audit;
using Microsoft.AspNetCore.Identity;

namespace Archive.Web.Auth;

/// <summary>Proves at the command line who somebody is, by the password of an account of the pages, and whether the account may do something: where two
/// people have to agree, the right to the data folder is not enough. Every attempt is in the audit trail. Scoped; one caller at a time.</summary>
public sealed class AccountProof(UserManager<ArchiveUser> users, AuditTrail audit)
{
    /// <param name="policy">Of <see cref="ArchivePolicies"/>.</param>
    /// <returns>The name of the account as it is written in the directory; null with the reason when it is not proved or may not.</returns>
    public async Task<(string? Account, string Reason)> CheckAsync(string name, string password, string policy, CancellationToken cancellationToken)
    {
        var user = await users.FindByNameAsync(name);
        if (user is null || user.DisabledAt is not null || await users.IsLockedOutAsync(user))
        {
            await audit.SignedInAsync(user?.UserName ?? "unknown", "refused: account is closed", cancellationToken);
            return (null, "Account or password is wrong, or the account is closed.");
        }

        var account = user.UserName ?? name;
        if (!await users.CheckPasswordAsync(user, password))
        {
            await users.AccessFailedAsync(user);
            await audit.SignedInAsync(account, "refused: wrong password", cancellationToken);
            return (null, "Account or password is wrong, or the account is closed.");
        }

        await users.ResetAccessFailedCountAsync(user);
        await audit.SignedInAsync(account, "signed in at the command line", cancellationToken);
        var allowed = ArchivePolicies.Roles[policy];
        return (await users.GetRolesAsync(user)).Any(allowed.Contains)
            ? (account, "")
            : (null, $"The role of {account} may not do this. Roles that may: {string.Join(", ", allowed)}.");
    }
}
