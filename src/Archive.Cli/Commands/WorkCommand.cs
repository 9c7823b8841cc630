using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Hosting;

namespace Archive.Cli.Commands;

/// <summary>Runs the jobs until it is stopped, beside as many others as there are.</summary>
internal static class WorkCommand
{
    private const string DefaultUrls = "http://127.0.0.1:5081";

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var urls = CommonOptions.Urls(DefaultUrls);
        urls.Description = "Addresses that tell whether this process is well (/health/live, /health/ready), separated by semicolons. Nothing else is served there.";
        return new Command(
                "work",
                "Run the scheduled jobs until stopped with Ctrl-C: pulls, the index, the clean-up. Any number of these may run for an archive on PostgreSQL.".WithExamples(
                    "work --data ./archive", "work --data ./archive --urls http://0.0.0.0:8081"))
            .With(data, urls)
            .Does(async (parsed, context, cancellationToken) =>
            {
                await using var host = await PagesHost.OpenToServeAsync(
                    new(parsed.GetRequiredValue(data)), context, parsed.GetRequiredValue(urls), Choose, cancellationToken);
                await host.ServeAsync(
                    addresses => Console.Out.WriteLine($"Jobs run here. Their health is told on {string.Join(", ", addresses)}. Stop with Ctrl-C."), cancellationToken);
                return ExitCodes.Done;
            });
    }

    private static ServedParts Choose(bool isShared) => isShared ? ServedParts.Jobs : throw new CliException(
        ExitCodes.Refused,
        "This archive has one process, and 'archive serve' runs its jobs, too. Workers of their own need Archive:Store:Engine postgresql and Archive:Jobs:Engine postgresql.");
}
