using System.CommandLine;

namespace Archive.Cli.CommandLine;

internal static class CommandExtensions
{
    /// <summary>Description with examples, as <c>--help</c> shows it.</summary>
    public static string WithExamples(this string description, params string[] examples) =>
        description + Environment.NewLine + Environment.NewLine + "Examples:" + Environment.NewLine
        + string.Join(Environment.NewLine, examples.Select(example => "  archive " + example));

    public static Command With(this Command command, params IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Option option:
                    command.Add(option);
                    break;
                case Argument argument:
                    command.Add(argument);
                    break;
                case Command child:
                    command.Add(child);
                    break;
                default:
                    throw new ArgumentException($"{symbol.Name} is no option, argument or command.", nameof(symbols));
            }
        }

        return command;
    }

    /// <summary>Runs the command; failures become one line on standard error and an exit code.</summary>
    public static Command Does(this Command command, Func<ParseResult, CommandContext, CancellationToken, Task<int>> run)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var context = new CommandContext(parsed.GetValue<bool>("--json"), parsed.GetValue(CommonOptions.Verbose));
            try
            {
                return await run(parsed, context, cancellationToken);
            }
            catch (Exception e)
            {
                return Report(e, context);
            }
        });
        return command;
    }

    private static int Report(Exception error, CommandContext context)
    {
        var (exitCode, message) = ErrorTable.Find(error);
        Console.Error.WriteLine(exitCode == ExitCodes.Stopped ? message : $"Error: {message}");
        if (context.Verbose)
        {
            Console.Error.WriteLine(error);
        }

        return exitCode;
    }
}
