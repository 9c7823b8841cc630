using Archive.Core.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Archive.Web.Auth;

/// <summary>Accounts of the pages: made, listed, closed. Every change is in the audit trail before it is made. Scoped; one caller at a time.</summary>
public sealed class UserDirectory(UserManager<ArchiveUser> users, AuditTrail audit, TimeProvider clock)
{
    /// <param name="role">One of <see cref="ArchiveRoles.Assignable"/>.</param>
    /// <param name="actor">Who makes the account, as the audit trail names it.</param>
    public async Task<DirectoryResult> CreateAsync(string name, string password, string role, string actor, CancellationToken cancellationToken)
    {
        if (!ArchiveRoles.Assignable.Contains(role))
        {
            return DirectoryResult.Refuse("UnknownRole", $"The roles are {string.Join(", ", ArchiveRoles.Assignable)}.");
        }

        var user = new ArchiveUser { UserName = name, CreatedAt = clock.GetUtcNow(), LockoutEnabled = true };
        if (await CheckAsync(user, password) is { Succeeded: false } refused)
        {
            return DirectoryResult.From(refused);
        }

        await audit.AdministeredAsync(actor, $"user {name} created as {role}", cancellationToken);
        var made = await users.CreateAsync(user, password);
        return made.Succeeded ? DirectoryResult.From(await users.AddToRoleAsync(user, role)) : DirectoryResult.From(made);
    }

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<DirectoryEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var entries = new List<DirectoryEntry>();
        foreach (var user in await users.Users.OrderBy(u => u.NormalizedUserName).ToListAsync(cancellationToken))
        {
            var locked = user.LockoutEnd is { } end && end > clock.GetUtcNow() ? user.LockoutEnd : null;
            entries.Add(new DirectoryEntry(user.UserName ?? "", [.. await users.GetRolesAsync(user)], user.CreatedAt, user.DisabledAt, locked));
        }

        return entries;
    }

    /// <summary>Closes an account; its sessions end within a minute. An account cannot close itself.</summary>
    public async Task<DirectoryResult> DisableAsync(string name, string actor, CancellationToken cancellationToken)
    {
        if (string.Equals(name, actor, StringComparison.OrdinalIgnoreCase))
        {
            return DirectoryResult.Refuse("OwnAccount", "An account cannot close itself.");
        }

        if (await users.FindByNameAsync(name) is not { } user)
        {
            return DirectoryResult.Unknown(name);
        }

        await audit.AdministeredAsync(actor, $"user {user.UserName} disabled", cancellationToken);
        user.DisabledAt = clock.GetUtcNow();
        return DirectoryResult.From(await users.UpdateSecurityStampAsync(user));
    }

    /// <summary>Opens a closed account again and lifts a lockout.</summary>
    public async Task<DirectoryResult> EnableAsync(string name, string actor, CancellationToken cancellationToken)
    {
        if (await users.FindByNameAsync(name) is not { } user)
        {
            return DirectoryResult.Unknown(name);
        }

        await audit.AdministeredAsync(actor, $"user {user.UserName} enabled", cancellationToken);
        user.DisabledAt = null;
        user.LockoutEnd = null;
        user.AccessFailedCount = 0;
        return DirectoryResult.From(await users.UpdateAsync(user));
    }

    /// <summary>Sets a new password and ends the account's sessions within a minute.</summary>
    public async Task<DirectoryResult> ResetPasswordAsync(string name, string password, string actor, CancellationToken cancellationToken)
    {
        if (await users.FindByNameAsync(name) is not { } user)
        {
            return DirectoryResult.Unknown(name);
        }

        foreach (var validator in users.PasswordValidators)
        {
            if (await validator.ValidateAsync(users, user, password) is { Succeeded: false } weak)
            {
                return DirectoryResult.From(weak);
            }
        }

        await audit.AdministeredAsync(actor, $"password of user {user.UserName} reset", cancellationToken);
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        user.LockoutEnd = null;
        user.AccessFailedCount = 0;
        return DirectoryResult.From(await users.UpdateSecurityStampAsync(user));
    }

    private async Task<IdentityResult> CheckAsync(ArchiveUser user, string password)
    {
        var errors = new List<IdentityError>();
        foreach (var validator in users.UserValidators)
        {
            errors.AddRange((await validator.ValidateAsync(users, user)).Errors);
        }

        foreach (var validator in users.PasswordValidators)
        {
            errors.AddRange((await validator.ValidateAsync(users, user, password)).Errors);
        }

        return errors.Count == 0 ? IdentityResult.Success : IdentityResult.Failed([.. errors]);
    }
}
