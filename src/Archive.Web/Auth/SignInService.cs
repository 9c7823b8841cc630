using Archive.Core.Audit;
using Microsoft.AspNetCore.Identity;

namespace Archive.Web.Auth;

/// <summary>Signs a person in or says why not, and tells the audit trail of both before the person is let in.</summary>
internal sealed partial class SignInService(
    SignInManager<ArchiveUser> signIn, UserManager<ArchiveUser> users, AuditTrail audit, ILogger<SignInService> logger)
{
    /// <summary>Names in the audit trail are cut here, so that nobody fills the log with a long one.</summary>
    private const int LongestName = 64;

    private static readonly ArchiveUser Nobody = new() { UserName = "nobody" };
    private static readonly string NobodysHash = new PasswordHasher<ArchiveUser>().HashPassword(Nobody, Guid.NewGuid().ToString());

    public async Task<SignInOutcome> SignInAsync(string name, string password, CancellationToken cancellationToken)
    {
        var user = await users.FindByNameAsync(name);
        if (user is null)
        {
            // The same work as for a known account, so that the time taken does not tell which names exist.
            users.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password);
            return await RefuseAsync(name, "refused: no such account", SignInOutcome.Refused, cancellationToken);
        }

        var account = user.UserName ?? name;
        if (user.DisabledAt is not null)
        {
            users.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password);
            return await RefuseAsync(account, "refused: account is closed", SignInOutcome.Refused, cancellationToken);
        }

        var check = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (check.IsLockedOut)
        {
            return await RefuseAsync(account, "refused: locked out", SignInOutcome.LockedOut, cancellationToken);
        }

        if (!check.Succeeded)
        {
            return await RefuseAsync(account, "refused: wrong password", SignInOutcome.Refused, cancellationToken);
        }

        await audit.SignedInAsync(account, "signed in", cancellationToken);
        await signIn.SignInAsync(user, isPersistent: false);
        return SignInOutcome.SignedIn;
    }

    public async Task SignOutAsync(string account, CancellationToken cancellationToken)
    {
        await audit.SignedInAsync(account, "signed out", cancellationToken);
        await signIn.SignOutAsync();
    }

    private async Task<SignInOutcome> RefuseAsync(string name, string why, SignInOutcome outcome, CancellationToken cancellationToken)
    {
        await audit.SignedInAsync(name.Length > LongestName ? name[..LongestName] : name, why, cancellationToken);
        Log.Refused(logger, outcome);
        return outcome;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6101, Level = LogLevel.Warning, Message = "A sign-in was refused: {Outcome}.")]
        public static partial void Refused(ILogger logger, SignInOutcome outcome);
    }
}

internal enum SignInOutcome
{
    SignedIn,
    Refused,
    LockedOut,
}
