using System.CommandLine;
using System.CommandLine.Invocation;
using Archive.Cli.CommandLine;
using Archive.Cli.Commands;
using Archive.Connectors.WeCom.Sdk;

if (args is [SdkHost.Command])
{
    return SdkHost.Run(); // not a command for people: the archive starts itself so, for a library that crashes its host
}

Console.OutputEncoding = System.Text.Encoding.UTF8;
var parsed = ArchiveCommand.Create().Parse(args);
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
