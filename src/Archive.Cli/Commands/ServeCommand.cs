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
        return new Command(
                "serve",
                "Serve the pages and run the scheduled jobs until stopped with Ctrl-C. Makes the archive where it is new.".WithExamples(
                    "serve --data ./archive", "serve --data ./archive --urls http://0.0.0.0:8080"))
            .With(data, urls)
            .Does(async (parsed, context, cancellationToken) =>
            {
                await using var host = await PagesHost.OpenAsync(
                    new(parsed.GetRequiredValue(data)), context, parsed.GetRequiredValue(urls), cancellationToken, mayBeNew: true);
                await host.ServeAsync(
                    addresses => Console.Out.WriteLine($"The archive is served on {string.Join(", ", addresses)}. Stop it with Ctrl-C."), cancellationToken);
                return ExitCodes.Done;
            });
    }
}
