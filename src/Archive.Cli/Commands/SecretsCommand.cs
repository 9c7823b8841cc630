using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Secrets;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>Passwords, connection strings and certificates of the server set-up.</summary>
internal static class SecretsCommand
{
    public static Command Create() => new Command("secrets", "Passwords, connection strings and certificates of the server set-up.").With(Make());

    private static Command Make()
    {
        var output = new Option<string>("--out") { Description = "The folder that gets them; it is made.", HelpName = "DIR", Required = true };
        var hosts = new Option<string[]>("--host")
        {
            Description = "A name or address that every certificate carries beside localhost; repeat it for several.",
            HelpName = "NAME",
            DefaultValueFactory = _ => [],
        };
        hosts.Validators.Add(result => CheckNames(result.Tokens.Select(t => t.Value), result.AddError));
        var postgreSql = Server("--postgresql", "postgres", "PostgreSQL");
        var elasticsearch = Server("--elasticsearch", "elasticsearch", "Elasticsearch");
        var seenAs = new Option<string?>("--seen-as") { Description = "Where the programs will see the folder. Default: where it is.", HelpName = "DIR" };
        return new Command(
                "make",
                ("Make the passwords, connection strings and certificates that are missing, without overwriting any. Each folder below DIR is for one reader; "
                    + "authority/ca.key is for nobody and may be kept elsewhere.").WithExamples(
                    "secrets make --out ./secrets --host archive.example.com",
                    "secrets make --out ./secrets --postgresql db.example.com --elasticsearch es.example.com --seen-as /secrets"))
            .With(output, hosts, postgreSql, elasticsearch, seenAs, CommonOptions.Json())
            .Does((parsed, context, _) =>
            {
                var folder = new SecretFolder(parsed.GetRequiredValue(output));
                var names = new ServerNames(
                    parsed.GetRequiredValue(postgreSql),
                    parsed.GetRequiredValue(elasticsearch),
                    parsed.GetRequiredValue(hosts),
                    (parsed.GetValue(seenAs) ?? folder.Path).TrimEnd('/'));
                var secrets = new ServerSecrets(folder, names, TimeProvider.System);
                secrets.ReadOrMake();
                Write(context, folder, secrets.Warnings);
                return Task.FromResult(ExitCodes.Done);
            });
    }

    private static Option<string> Server(string option, string fallback, string server)
    {
        var name = new Option<string>(option) { Description = $"Name by which {server} is reached.", HelpName = "NAME", DefaultValueFactory = _ => fallback };
        name.Validators.Add(result => CheckNames(result.Tokens.Select(t => t.Value), result.AddError));
        return name;
    }

    private static void CheckNames(IEnumerable<string> names, Action<string> addError)
    {
        foreach (var name in names.Where(n => Uri.CheckHostName(n) is UriHostNameType.Unknown or UriHostNameType.Basic))
        {
            addError($"'{name}' is not a host name or address such as archive.example.com.");
        }
    }

    private static void Write(CommandContext context, SecretFolder folder, IReadOnlyList<string> warnings)
    {
        foreach (var warning in warnings)
        {
            context.Warn(warning);
        }

        if (context.Json)
        {
            context.WriteJson(new
            {
                folder = folder.Path,
                made = folder.Files.Where(f => f.IsMade).Select(f => f.Name),
                there = folder.Files.Where(f => !f.IsMade).Select(f => f.Name),
            });
            return;
        }

        var table = Facts.NewTable($"Secrets in {folder.Path}", "File", "");
        foreach (var file in folder.Files)
        {
            table.AddRow(new Text(file.Name), new Text(file.IsMade ? "made" : "was there"));
        }

        context.Out.Write(table);
    }
}
