using System.Security.Claims;
using Archive.Web.Auth;
using Microsoft.AspNetCore.Authorization;

namespace Archive.Web.Quarantine;

/// <summary>What a person may do with items in quarantine.</summary>
internal sealed record QuarantineRights(bool Retry, bool Propose, bool Approve, bool Open)
{
    public bool Choose => Retry || Propose;

    public static async Task<QuarantineRights> OfAsync(ClaimsPrincipal person, IAuthorizationService authorization)
    {
        async Task<bool> MayAsync(string policy) => (await authorization.AuthorizeAsync(person, policy)).Succeeded;
        return new QuarantineRights(
            await MayAsync(ArchivePolicies.RetryQuarantine),
            await MayAsync(ArchivePolicies.ProposeDiscard),
            await MayAsync(ArchivePolicies.ApproveDiscard),
            await MayAsync(ArchivePolicies.OpenQuarantine));
    }
}
