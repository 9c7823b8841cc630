using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Storage;
using Archive.Web.Auth;

namespace Archive.Cli.Hosting;

/// <summary>Work of a person who has proved who they are with the password of their account: whoever has the data folder could otherwise be everybody.</summary>
internal static class ProvenPerson
{
    /// <param name="policy">Of <see cref="ArchivePolicies"/>.</param>
    /// <param name="work">Is given the account.</param>
    /// <exception cref="CliException">Name and password do not fit, or the account may not.</exception>
    public static async Task<int> RunAsync(
        DataFolder folder,
        PersonOptions person,
        ParseResult parsed,
        string policy,
        CommandContext context,
        Func<PagesHost, string, Task> work,
        CancellationToken cancellationToken)
    {
        await using var host = await PagesHost.OpenAsync(folder, context, null, cancellationToken);
        await using var scope = host.NewScope();
        var (account, reason) = await scope.ServiceProvider.GetRequiredService<AccountProof>()
            .CheckAsync(person.Name(parsed), PasswordPrompt.ReadOnce(context, person.FromInput(parsed)), policy, cancellationToken);
        if (account is null)
        {
            throw new CliException(ExitCodes.Refused, reason);
        }

        await work(host, account);
        return ExitCodes.Done;
    }
}
