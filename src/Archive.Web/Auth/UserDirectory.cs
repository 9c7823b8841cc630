using Archive.Core.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Archive.Web.Auth;

/// <summary>Accounts of the pages: made, listed, closed. Every change is in the audit trail before it is made. Scoped; one caller at a time.</summary>
public sealed class UserDirectory(UserManager<ArchiveUser> users, AuditTrail audit, TimeProvider clock)
{
    /// <param name="role">One of <see cref="ArchiveRoles.Assignable"/>.</param>
    /// <param name="sources">At least one for a reviewer, none for anybody else.</param>
    /// <param name="actor">Who makes the account, as the audit trail names it.</param>
    public async Task<DirectoryResult> CreateAsync(
        string name, string password, string role, IReadOnlyList<string> sources, string actor, CancellationToken cancellationToken)
    {
        if (!ArchiveRoles.Assignable.Contains(role))
        {
            return DirectoryResult.Refuse("UnknownRole", $"The roles are {string.Join(", ", ArchiveRoles.Assignable)}.");
        }

        if (CheckSources(role, sources) is { } unfit)
        {
            return unfit;
        }

        var user = new ArchiveUser { UserName = name, CreatedAt = clock.GetUtcNow(), LockoutEnabled = true };
        if (await CheckAsync(user, password) is { Succeeded: false } refused)
        {
            return DirectoryResult.From(refused);
        }

        await audit.AdministeredAsync(actor, $"user {name} created as {role}{Named(sources)}", cancellationToken);
        var made = await users.CreateAsync(user, password);
        made = made.Succeeded ? await users.SetSourcesAsync(user, sources) : made;
        return DirectoryResult.From(made.Succeeded ? await users.AddToRoleAsync(user, role) : made);
    }

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<DirectoryEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var entries = new List<DirectoryEntry>();
        foreach (var user in await users.Users.OrderBy(u => u.NormalizedUserName).ToListAsync(cancellationToken))
        {
            var locked = user.LockoutEnd is { } end && end > clock.GetUtcNow() ? user.LockoutEnd : null;
            entries.Add(new DirectoryEntry(user.UserName ?? "", [.. await users.GetRolesAsync(user)], await users.ReadSourcesAsync(user), user.CreatedAt, user.DisabledAt, locked));
        }

        return entries;
    }

    /// <summary>Gives a reviewer other sources; the account's sessions end within a minute.</summary>
    public async Task<DirectoryResult> LimitAsync(string name, IReadOnlyList<string> sources, string actor, CancellationToken cancellationToken)
    {
        if (await users.FindByNameAsync(name) is not { } user)
        {
            return DirectoryResult.Unknown(name);
        }

        if (CheckSources((await users.GetRolesAsync(user)).SingleOrDefault() ?? "", sources) is { } unfit)
        {
            return unfit;
        }

        await audit.AdministeredAsync(actor, $"user {user.UserName} limited{Named(sources)}", cancellationToken);
        var done = await users.SetSourcesAsync(user, sources);
        return DirectoryResult.From(done.Succeeded ? await users.UpdateSecurityStampAsync(user) : done);
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

    private static DirectoryResult? CheckSources(string role, IReadOnlyList<string> sources) =>
        role != ArchiveRoles.Reviewer ? sources.Count == 0 ? null : DirectoryResult.Refuse("SourcesNotForRole", "Only a reviewer is limited to sources.")
        : sources.Count == 0 || sources.Any(string.IsNullOrWhiteSpace) ? DirectoryResult.Refuse("SourcesMissing", "A reviewer needs at least one source.")
        : null;

    private static string Named(IReadOnlyList<string> sources) => sources.Count == 0 ? "" : $" to sources {string.Join(", ", sources)}";

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
