using System.CommandLine;
using System.CommandLine.Invocation;
using Archive.Cli.CommandLine;
using Archive.Cli.Commands;

var root = new RootCommand(
    "A messaging archive: keeps the business chat it is allowed to, finds it again, deletes it when its time has come, and can prove all of it.")
{
    CommonOptions.Verbose,
    DemoCommand.Create(),
    ServeCommand.Create(),
    WorkCommand.Create(),
    MigrateCommand.Create(),
    PullCommand.Create(),
    ImportCommand.Create(),
    SearchCommand.Create(),
    StatsCommand.Create(),
    ReindexCommand.Create(),
    VerifyCommand.Create(),
    RetentionCommand.Create(),
    HoldCommand.Create(),
    UserCommand.Create(),
};

Console.OutputEncoding = System.Text.Encoding.UTF8;
var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine($"Error: {error.Message}");
    }

    Console.Error.WriteLine("Add --help to the command to see what it takes.");
    return ExitCodes.Usage;
}

// A stop waits for the page in hand, which a slow platform may take a while to answer.
return await parsed.InvokeAsync(
    new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
