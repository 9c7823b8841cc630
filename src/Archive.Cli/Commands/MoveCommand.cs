using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Hosting;
using Archive.Cli.Moving;
using Archive.Storage;
using Archive.Web.Hosting;

namespace Archive.Cli.Commands;

/// <summary>Moves an archive to another record store: from the embedded one to PostgreSQL, or back.</summary>
internal static class MoveCommand
{
    private static readonly string[] Engines = ["sqlite", "postgresql"];

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var to = new Option<string?>("--to") { Description = "The data folder to move to; its archive.json says where its records stand.", HelpName = "DIR" };
        var fromEngine = Engine("--from-engine", "Where the records stand now, whatever the settings say: sqlite (embedded, with its own index) or postgresql.");
        var toEngine = Engine("--to-engine", "Where the records are to stand, whatever the settings say: sqlite (embedded, with its own index) or postgresql.");
        var undo = new Option<bool>("--undo") { Description = "Take an archive whose move has not finished back into use, and leave it where it is." };
        return new Command(
                "move",
                ("Move an archive to another record store, with its evidence, keys, counters, searches and history of jobs. Nothing else may use either of them meanwhile. "
                + "A run that is stopped goes on when it is started again. The old store stays and can only be verified from then on.").WithExamples(
                    "move --data ./archive --to ./server", "move --data ./archive --to ./archive --from-engine sqlite --to-engine postgresql", "move --data ./archive --undo"))
            .With(data, to, fromEngine, toEngine, undo, CommonOptions.Json())
            .Does((parsed, context, cancellationToken) =>
            {
                var from = new MoveEnd(new DataFolder(parsed.GetRequiredValue(data)), parsed.GetValue(fromEngine));
                FolderCheck.RequireFolder(from.Folder);
                return (parsed.GetValue(undo), parsed.GetValue(to)) switch
                {
                    (true, null) => UndoAsync(from, context, cancellationToken),
                    (false, { } folder) => RunAsync(from, new MoveEnd(new DataFolder(folder), parsed.GetValue(toEngine)), context, cancellationToken),
                    _ => throw new CliException(ExitCodes.Usage, "Name one of --to and --undo."),
                };
            });
    }

    private static Option<string?> Engine(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "ENGINE" };
        option.AcceptOnlyFromAmong(Engines);
        return option;
    }

    private static async Task<int> RunAsync(MoveEnd from, MoveEnd to, CommandContext context, CancellationToken cancellationToken)
    {
        if (string.Equals(from.Store, to.Store, StringComparison.Ordinal))
        {
            throw new CliException(
                ExitCodes.Usage,
                $"Both ends are {from.Store}. Say in archive.json of each folder where its records stand (Archive:Store), or with --from-engine and --to-engine.");
        }

        using var locks = MoveLocks.Take(from, to);
        var report = await new ArchiveMover(from, to, context).RunAsync(cancellationToken);
        if (context.Json)
        {
            context.WriteJson(new { moved = true, from = report.From, to = report.To, report.Records, report.TreeSize, report.Root, report.Questions });
        }
        else
        {
            Console.Out.WriteLine($"{report.Records:N0} records are in {report.To}: {report.TreeSize:N0} leaves, the same tree ({report.Root[..16]}…), verified.");
            Console.Out.WriteLine($"{report.Questions:N0} searches are answered there as they were before.");
            Console.Out.WriteLine($"Go on with --data {to.Folder.Path}. What is in {report.From} can only be verified from now on; keep it until the new store is backed up.");
            Console.Out.WriteLine("Settings (archive.json, register.csv) are not moved.");
        }

        return ExitCodes.Done;
    }

    private static async Task<int> UndoAsync(MoveEnd from, CommandContext context, CancellationToken cancellationToken)
    {
        using var locks = MoveLocks.Take(from, from);
        await ArchiveMover.UndoAsync(from, context, cancellationToken);
        if (context.Json)
        {
            context.WriteJson(new { moved = false, from = from.Store });
        }
        else
        {
            Console.Out.WriteLine($"The archive in {from.Store} is in use again. What was copied is of no use any more: empty the target before you move again.");
        }

        return ExitCodes.Done;
    }
}
