using System.Security.Claims;
using Archive.Web.Auth;
using Microsoft.AspNetCore.Authorization;

namespace Archive.Web.Register;

/// <summary>What a person may do in the register. Whoever sees a page may see, not do.</summary>
internal sealed record RegisterRights(bool Manage, bool Propose, bool Approve)
{
    public static async Task<RegisterRights> OfAsync(ClaimsPrincipal person, IAuthorizationService authorization) => new(
        (await authorization.AuthorizeAsync(person, ArchivePolicies.ManageRegister)).Succeeded,
        (await authorization.AuthorizeAsync(person, ArchivePolicies.ProposeScope)).Succeeded,
        (await authorization.AuthorizeAsync(person, ArchivePolicies.ApproveScope)).Succeeded);
}
