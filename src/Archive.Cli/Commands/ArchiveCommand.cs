using System.CommandLine;
using Archive.Cli.CommandLine;

namespace Archive.Cli.Commands;

/// <summary>The whole command line.</summary>
internal static class ArchiveCommand
{
    public static RootCommand Create() => new(
        "A messaging archive: keeps the business chat it is allowed to, finds it again, deletes it when its time has come, and can prove all of it.")
    {
        CommonOptions.Verbose,
        DemoCommand.Create(),
        ServeCommand.Create(),
        WorkCommand.Create(),
        MigrateCommand.Create(),
        MoveCommand.Create(),
        PullCommand.Create(),
        ConnectorCommand.Create(),
        ImportCommand.Create(),
        SearchCommand.Create(),
        StatsCommand.Create(),
        ReindexCommand.Create(),
        VerifyCommand.Create(),
        CompletenessCommand.Create(),
        RetentionCommand.Create(),
        HoldCommand.Create(),
        RegisterCommand.Create(),
        QuarantineCommand.Create(),
        UserCommand.Create(),
        SecretsCommand.Create(),
        HealthCommand.Create(),
    };
}
