using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Hosting;

namespace Archive.Cli.Commands;

/// <summary>Serves the pages and runs the jobs until it is stopped.</summary>
internal static class ServeCommand
{
    private const string DefaultUrls = "http://127.0.0.1:5080";

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var urls = CommonOptions.Urls(DefaultUrls);
        var jobs = new Option<bool>("--jobs")
        {
            Description = "Run the jobs in this process, too. An archive in files always does; one on PostgreSQL leaves them to 'archive work'.",
        };
        return new Command(
                "serve",
                "Serve the pages, and run the scheduled jobs where no other process does, until stopped with Ctrl-C. Makes the archive where it is new.".WithExamples(
                    "serve --data ./archive", "serve --data ./archive --urls http://0.0.0.0:8080"))
            .With(data, urls, jobs)
            .Does(async (parsed, context, cancellationToken) =>
            {
                await using var host = await PagesHost.OpenToServeAsync(
                    new(parsed.GetRequiredValue(data)),
                    context,
                    parsed.GetRequiredValue(urls),
                    isShared => isShared && !parsed.GetValue(jobs) ? ServedParts.Pages : ServedParts.Pages | ServedParts.Jobs,
                    cancellationToken);
                await host.ServeAsync(
                    addresses => Console.Out.WriteLine($"The archive is served on {string.Join(", ", addresses)}. Stop it with Ctrl-C."), cancellationToken);
                return ExitCodes.Done;
            });
    }
}
