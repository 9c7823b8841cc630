using Archive.Core.Search.Saved;
using Microsoft.AspNetCore.Identity;

namespace Archive.Web.Auth;

/// <summary>Asks the users database, by the same table of roles as the pages. Safe for concurrent callers.</summary>
internal sealed class DirectorySearchOwners(IServiceScopeFactory scopes) : ISearchOwners
{
    public async Task<SearchOwner> ReadAsync(string account, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ArchiveUser>>();
        if (await users.FindByNameAsync(account) is not { DisabledAt: null } user)
        {
            return SearchOwner.MayNot(SavedSearchTrouble.OwnerClosed);
        }

        var roles = await users.GetRolesAsync(user);
        return roles.Any(ArchivePolicies.Roles[ArchivePolicies.SearchContent].Contains)
            ? SearchOwner.May(AccountScope.Of(roles, await users.ReadSourcesAsync(user)))
            : SearchOwner.MayNot(SavedSearchTrouble.RoleLost);
    }
}
