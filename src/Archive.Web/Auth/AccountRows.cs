using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Archive.Web.Auth;

/// <summary>The rows of a users database, all but the keys of cookies.</summary>
internal sealed record AccountRows(
    List<IdentityRole> Roles,
    List<ArchiveUser> Users,
    List<IdentityUserRole<string>> UserRoles,
    List<IdentityUserClaim<string>> UserClaims,
    List<IdentityRoleClaim<string>> RoleClaims,
    List<IdentityUserLogin<string>> UserLogins,
    List<IdentityUserToken<string>> UserTokens)
{
    public static async Task<AccountRows> ReadAsync(UsersContext context, CancellationToken cancellationToken) => new(
        await context.Roles.AsNoTracking().ToListAsync(cancellationToken),
        await context.Users.AsNoTracking().ToListAsync(cancellationToken),
        await context.UserRoles.AsNoTracking().ToListAsync(cancellationToken),
        await context.UserClaims.AsNoTracking().OrderBy(c => c.Id).ToListAsync(cancellationToken),
        await context.RoleClaims.AsNoTracking().OrderBy(c => c.Id).ToListAsync(cancellationToken),
        await context.UserLogins.AsNoTracking().ToListAsync(cancellationToken),
        await context.UserTokens.AsNoTracking().ToListAsync(cancellationToken));

    /// <summary>In everything but the numbers of claims, which each database gives.</summary>
    public bool IsSameAs(AccountRows other) => Lines().SequenceEqual(other.Lines(), StringComparer.Ordinal);

    /// <param name="known">Roles that are there: the scripts of both engines make the same ones.</param>
    public void AddTo(UsersContext context, IReadOnlyList<IdentityRole> known)
    {
        UserClaims.ForEach(c => c.Id = 0);
        RoleClaims.ForEach(c => c.Id = 0);
        context.AddRange(Roles.ExceptBy(known.Select(r => r.Id), r => r.Id));
        context.AddRange(Users);
        context.AddRange(UserRoles);
        context.AddRange(UserClaims);
        context.AddRange(RoleClaims);
        context.AddRange(UserLogins);
        context.AddRange(UserTokens);
    }

    private List<string> Lines()
    {
        IEnumerable<object>[] tables =
        [
            Roles, Users, UserRoles, UserClaims.Select(c => new { c.UserId, c.ClaimType, c.ClaimValue }),
            RoleClaims.Select(c => new { c.RoleId, c.ClaimType, c.ClaimValue }), UserLogins, UserTokens,
        ];
        return [.. tables.SelectMany(rows => rows.Select(row => row.GetType().Name + JsonSerializer.Serialize(row, row.GetType())).Order(StringComparer.Ordinal))];
    }
}
