using System.Security.Claims;
using Archive.Core.Search;

namespace Archive.Web.Auth;

/// <summary>Which records an account may find: a compliance officer all, a reviewer those of the sources given to the account, anybody else none. The
/// sources are claims of the account, so a session knows them, and ends within a minute when they change.</summary>
internal static class AccountScope
{
    public const string SourceClaim = "archive-source";

    public static SearchScope Of(ClaimsPrincipal person) =>
        Of(person.FindAll(ClaimTypes.Role).Select(claim => claim.Value), person.FindAll(SourceClaim).Select(claim => claim.Value));

    public static SearchScope Of(IEnumerable<string> roles, IEnumerable<string> sources) =>
        roles.Contains(ArchiveRoles.ComplianceOfficer, StringComparer.Ordinal)
            ? SearchScope.Everything
            : new SearchScope([.. sources.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
}
