using Archive.Cli.CommandLine;
using Archive.Cli.Hosting;
using Archive.Web.Auth;

namespace Archive.Cli.Demo;

/// <summary>The four accounts of a demo. Their password is in the documentation, so a demo is never put on a network.</summary>
internal static class DemoUsers
{
    public const string Password = "harbour-lights-42";

    public static IReadOnlyList<(string Name, string Role, string May)> All { get; } =
    [
        ("compliance", ArchiveRoles.ComplianceOfficer, "searches, reads, places holds"),
        ("privacy", ArchiveRoles.PrivacyOfficer, "approves scopes of sources and discards; reads no message"),
        ("operator", ArchiveRoles.Operator, "runs sources, jobs, users and the clean-up; reads no message"),
        ("auditor", ArchiveRoles.Auditor, "reads evidence and the audit trail; reads no message"),
    ];

    /// <summary>Makes those that are not there yet.</summary>
    public static async Task CreateAsync(PagesHost host, CancellationToken cancellationToken)
    {
        await using var scope = host.NewScope();
        var users = scope.ServiceProvider.GetRequiredService<UserDirectory>();
        var known = (await users.ListAsync(cancellationToken)).Select(u => u.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, role, _) in All.Where(u => !known.Contains(u.Name)))
        {
            var made = await users.CreateAsync(name, Password, role, [], ArchiveSession.Owner, cancellationToken);
            if (!made.Done)
            {
                throw new CliException(ExitCodes.Failed, $"The account {name} could not be made. {string.Join(" ", made.Errors.Select(e => e.Message))}");
            }
        }
    }
}
