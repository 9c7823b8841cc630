using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace Archive.Web.Auth;

/// <summary>The sources of an account, kept as its claims.</summary>
internal static class AccountSources
{
    public static async Task<IReadOnlyList<string>> ReadSourcesAsync(this UserManager<ArchiveUser> users, ArchiveUser user) =>
        [.. (await ClaimsAsync(users, user)).Select(claim => claim.Value).Order(StringComparer.Ordinal)];

    /// <summary>A crash in between leaves fewer sources, never more.</summary>
    public static async Task<IdentityResult> SetSourcesAsync(this UserManager<ArchiveUser> users, ArchiveUser user, IEnumerable<string> sources)
    {
        var removed = await users.RemoveClaimsAsync(user, await ClaimsAsync(users, user));
        return removed.Succeeded
            ? await users.AddClaimsAsync(user, sources.Distinct(StringComparer.Ordinal).Select(source => new Claim(AccountScope.SourceClaim, source)))
            : removed;
    }

    private static async Task<IReadOnlyList<Claim>> ClaimsAsync(UserManager<ArchiveUser> users, ArchiveUser user) =>
        [.. (await users.GetClaimsAsync(user)).Where(claim => claim.Type == AccountScope.SourceClaim)];
}
