using Archive.Cli.CommandLine;
using Archive.Core.Search;
using Archive.Web.Auth;

namespace Archive.Cli.Hosting;

/// <summary>Whether a user of the pages may search here: the same table of roles as the pages'.</summary>
internal static class SearchAccount
{
    /// <returns>The account, named as it is written in the directory, and what it may find.</returns>
    public static async Task<(string Name, SearchScope Scope)> CheckAsync(PagesHost host, string name, CancellationToken cancellationToken)
    {
        await using var scope = host.NewScope();
        var users = await scope.ServiceProvider.GetRequiredService<UserDirectory>().ListAsync(cancellationToken);
        var user = users.FirstOrDefault(u => string.Equals(u.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new CliException(ExitCodes.Refused, $"There is no user '{name}'. See them with 'archive user list'.");
        if (user.DisabledAt is not null)
        {
            throw new CliException(ExitCodes.Refused, $"The account {user.Name} is closed and may not search.");
        }

        var allowed = ArchivePolicies.Roles[ArchivePolicies.SearchContent];
        return user.Roles.Any(allowed.Contains)
            ? (user.Name, user.Scope)
            : throw new CliException(
                ExitCodes.Refused,
                $"The role of {user.Name} ({string.Join(", ", user.Roles)}) may not search. Roles that may: {string.Join(", ", allowed)}.");
    }
}
