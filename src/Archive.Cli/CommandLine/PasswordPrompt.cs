using Spectre.Console;

namespace Archive.Cli.CommandLine;

/// <summary>Takes a password without showing it.</summary>
internal static class PasswordPrompt
{
    public static string Read(CommandContext context, bool fromStandardInput)
    {
        if (fromStandardInput)
        {
            return Console.In.ReadLine() is { Length: > 0 } line
                ? line
                : throw new CliException(ExitCodes.Usage, "Standard input held no password.");
        }

        if (Console.IsInputRedirected || !context.Error.Profile.Capabilities.Interactive)
        {
            throw new CliException(ExitCodes.Usage, "There is no terminal to ask for the password. Give it on standard input with --password-stdin.");
        }

        var first = Ask(context, "Password: ");
        return Ask(context, "Again: ") == first ? first : throw new CliException(ExitCodes.Usage, "The two passwords differ.");
    }

    /// <summary>One that is known already, so it is asked for once.</summary>
    public static string ReadOnce(CommandContext context, bool fromStandardInput) =>
        fromStandardInput || Console.IsInputRedirected || !context.Error.Profile.Capabilities.Interactive ? Read(context, fromStandardInput) : Ask(context, "Password: ");

    private static string Ask(CommandContext context, string label) => context.Error.Prompt(new TextPrompt<string>(label).Secret(null));
}
