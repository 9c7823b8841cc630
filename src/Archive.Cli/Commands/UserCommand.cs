using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Web.Auth;
using Archive.Web.Hosting;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>Accounts of the pages.</summary>
internal static class UserCommand
{
    public static Command Create() => new Command("user", "Accounts of the pages and their roles.").With(Add(), List(), Limit(), Disable(), Password());

    private static Command Add()
    {
        var data = CommonOptions.Data();
        var name = Name();
        var role = new Option<string>("--role") { Description = $"One of {string.Join(", ", ArchiveRoles.Assignable)}.", HelpName = "ROLE", Required = true };
        role.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && FindRole(result.Tokens[0].Value) is null)
            {
                result.AddError($"There is no role '{result.Tokens[0].Value}'. The roles are {string.Join(", ", ArchiveRoles.Assignable)}.");
            }
        });
        var sources = Sources("What a reviewer may see; repeat it for several. Needed for reviewers, refused for other roles.");
        var fromInput = PasswordStdin();
        return new Command(
                "add",
                "Make an account. The password is asked for, or read from standard input.".WithExamples(
                    "user add --data ./archive ann --role ComplianceOfficer",
                    "user add --data ./archive ben --role Reviewer --source slack",
                    "user add --data ./archive ann --role Operator --password-stdin < password.txt"))
            .With(name, data, role, sources, fromInput)
            .Does((parsed, context, cancellationToken) => ChangeAsync(
                new(parsed.GetRequiredValue(data)),
                context,
                (users, token) => users.CreateAsync(
                    parsed.GetRequiredValue(name),
                    PasswordPrompt.Read(context, parsed.GetValue(fromInput)),
                    FindRole(parsed.GetRequiredValue(role)) ?? "",
                    parsed.GetValue(sources) ?? [],
                    ArchiveSession.Owner,
                    token),
                $"The account {parsed.GetRequiredValue(name)} is made.",
                cancellationToken));
    }

    private static Command List()
    {
        var data = CommonOptions.Data();
        return new Command("list", "List the accounts.".WithExamples("user list --data ./archive"))
            .With(data, CommonOptions.Json())
            .Does(async (parsed, context, cancellationToken) =>
            {
                Write(context, await ReadAsync(new(parsed.GetRequiredValue(data)), context, cancellationToken));
                return ExitCodes.Done;
            });
    }

    /// <summary>Beside a running server, too.</summary>
    private static async Task<IReadOnlyList<DirectoryEntry>> ReadAsync(Storage.DataFolder folder, CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = ArchiveSession.OpenToRead(
            folder, context, services => services.AddArchiveUsersToRead(folder, ArchiveConfiguration.Read(folder)));
        if (!ArchiveUsers.AreMade(folder, ArchiveConfiguration.Read(folder)))
        {
            return [];
        }

        await using var scope = session.NewScope();
        return await scope.ServiceProvider.GetRequiredService<UserDirectory>().ListAsync(cancellationToken);
    }

    private static Command Limit()
    {
        var data = CommonOptions.Data();
        var name = Name();
        var sources = Sources("What the reviewer may see from now on; repeat it for several.");
        sources.Required = true;
        return new Command(
                "limit", "Give a reviewer other sources; the account's sessions end within a minute.".WithExamples("user limit --data ./archive ben --source slack --source teams"))
            .With(name, data, sources)
            .Does((parsed, context, cancellationToken) => ChangeAsync(
                new(parsed.GetRequiredValue(data)),
                context,
                (users, token) => users.LimitAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(sources), ArchiveSession.Owner, token),
                $"The account {parsed.GetRequiredValue(name)} sees {string.Join(", ", parsed.GetRequiredValue(sources))}.",
                cancellationToken));
    }

    private static Command Disable()
    {
        var data = CommonOptions.Data();
        var name = Name();
        return new Command("disable", "Close an account; its sessions end within a minute.".WithExamples("user disable --data ./archive ann"))
            .With(name, data)
            .Does((parsed, context, cancellationToken) => ChangeAsync(
                new(parsed.GetRequiredValue(data)),
                context,
                (users, token) => users.DisableAsync(parsed.GetRequiredValue(name), ArchiveSession.Owner, token),
                $"The account {parsed.GetRequiredValue(name)} is closed.",
                cancellationToken));
    }

    private static Command Password()
    {
        var data = CommonOptions.Data();
        var name = Name();
        var fromInput = PasswordStdin();
        return new Command(
                "password",
                "Set a new password; the account's sessions end within a minute.".WithExamples("user password --data ./archive ann"))
            .With(name, data, fromInput)
            .Does((parsed, context, cancellationToken) => ChangeAsync(
                new(parsed.GetRequiredValue(data)),
                context,
                (users, token) => users.ResetPasswordAsync(
                    parsed.GetRequiredValue(name), PasswordPrompt.Read(context, parsed.GetValue(fromInput)), ArchiveSession.Owner, token),
                $"The password of {parsed.GetRequiredValue(name)} is set.",
                cancellationToken));
    }

    private static async Task<int> ChangeAsync(
        Storage.DataFolder folder,
        CommandContext context,
        Func<UserDirectory, CancellationToken, Task<DirectoryResult>> change,
        string done,
        CancellationToken cancellationToken)
    {
        await using var host = await PagesHost.OpenAsync(folder, context, null, cancellationToken);
        await using var scope = host.NewScope();
        var result = await change(scope.ServiceProvider.GetRequiredService<UserDirectory>(), cancellationToken);
        if (!result.Done)
        {
            throw new CliException(ExitCodes.Failed, string.Join(" ", result.Errors.Select(e => e.Message)));
        }

        Console.Out.WriteLine(done);
        return ExitCodes.Done;
    }

    private static Argument<string> Name() => new("NAME") { Description = "Name of the account." };

    private static Option<string[]> Sources(string description) => new("--source") { Description = description, HelpName = "SOURCE" };

    private static Option<bool> PasswordStdin() => new("--password-stdin")
    {
        Description = "Read the password from the first line of standard input. It is never an argument: others could see it in the list of processes.",
    };

    private static string SourcesOf(DirectoryEntry user) =>
        user.Sources.Count > 0 ? string.Join(", ", user.Sources) : user.Roles.Contains(ArchiveRoles.ComplianceOfficer) ? "all" : "–";

    private static string? FindRole(string name) =>
        ArchiveRoles.Assignable.FirstOrDefault(role => string.Equals(role, name, StringComparison.OrdinalIgnoreCase));

    private static void Write(CommandContext context, IReadOnlyList<DirectoryEntry> users)
    {
        if (context.Json)
        {
            context.WriteJson(new { users });
            return;
        }

        var table = Facts.NewTable("Accounts", "Name", "Roles", "Sources", "Since", "State");
        foreach (var user in users)
        {
            var state = user.DisabledAt is { } closed ? $"closed {Facts.Time(closed)}" : user.LockedUntil is { } until ? $"locked until {Facts.Time(until)}" : "open";
            table.AddRow(new Text(user.Name), new Text(string.Join(", ", user.Roles)), new Text(SourcesOf(user)), new Text(Facts.Time(user.CreatedAt)), new Text(state));
        }

        context.Out.Write(table);
    }
}
