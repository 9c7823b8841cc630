using Archive.Web.Auth;
using Microsoft.AspNetCore.Authorization;
using System.Security.Claims;

namespace Archive.Web.Navigation;

/// <summary>The left bar: only what the person's role may open.</summary>
internal static class ArchiveMenu
{
    private static readonly MenuItem[] Items =
    [
        new("/search", "Menu.Search", "search", ArchivePolicies.SearchContent),
        new("/searches", "Menu.Searches", "bookmark", ArchivePolicies.SearchContent),
        new("/sources", "Menu.Sources", "plug", ArchivePolicies.ReadSources),
        new("/completeness", "Menu.Completeness", "calendar", ArchivePolicies.ReadSources),
        new("/register", "Menu.Register", "people", ArchivePolicies.ReadRegister),
        new("/quarantine", "Menu.Quarantine", "box", ArchivePolicies.ReadQuarantine),
        new("/holds", "Menu.Holds", "lock", ArchivePolicies.ManageHolds),
        new("/clean-up", "Menu.CleanUp", "sweep", ArchivePolicies.ReadCleanUp),
        new("/evidence", "Menu.Evidence", "seal", ArchivePolicies.VerifyEvidence),
        new("/audit", "Menu.Audit", "eye", ArchivePolicies.ReadAudit),
        new("/jobs", "Menu.Jobs", "clock", ArchivePolicies.RunJobs),
        new("/users", "Menu.Users", "people", ArchivePolicies.ManageUsers),
        new("/health", "Menu.Health", "pulse", ArchivePolicies.RunJobs),
    ];

    public static async Task<IReadOnlyList<MenuItem>> ForAsync(ClaimsPrincipal person, IAuthorizationService authorization)
    {
        var open = new List<MenuItem>(Items.Length);
        foreach (var item in Items)
        {
            if ((await authorization.AuthorizeAsync(person, item.Policy)).Succeeded)
            {
                open.Add(item);
            }
        }

        return open;
    }
}

/// <param name="Label">Key of the word.</param>
/// <param name="Icon">Id of the symbol in <c>icons.svg</c>.</param>
internal sealed record MenuItem(string Path, string Label, string Icon, string Policy);
