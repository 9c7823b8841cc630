using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Connectors;
using Archive.Jobs;

namespace Archive.Cli.Commands;

/// <summary>Reads one source, or all of them, until they have nothing more for now.</summary>
internal static class PullCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var source = CommonOptions.Source("Read this source only. Default: every source, one after the other.");
        return new Command(
                "pull",
                "Read what is new from the configured sources. Goes on where the last run stopped, however it stopped.".WithExamples(
                    "pull --data ./archive", "pull --data ./archive --source slack"))
            .With(data, source, CommonOptions.Json())
            .Does((parsed, context, cancellationToken) =>
                RunAsync(new(parsed.GetRequiredValue(data)), parsed.GetValue(source), context, cancellationToken));
    }

    private static async Task<int> RunAsync(Storage.DataFolder folder, string? name, CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = await ArchiveSession.OpenToWriteAsync(folder, context, cancellationToken);
        var job = session.Get<PullSourceJob>();
        foreach (var source in Choose(session.Get<SourceCatalog>(), name))
        {
            var totals = await IngestionDisplay.RunAsync(
                context, $"Pulling {source.Name}", progress => job.RunAsync(source.Name, ArchiveSession.Owner, progress, cancellationToken));
            if (totals is not null)
            {
                IngestionDisplay.WriteTotals(context, totals);
            }
        }

        return ExitCodes.Done;
    }

    private static IReadOnlyList<ConfiguredSource> Choose(SourceCatalog catalog, string? name)
    {
        if (catalog.Sources.Count == 0)
        {
            throw new CliException(ExitCodes.Failed, "There is no source. Add one on the sources page, or in archive.json under Archive:Sources, or import a file with 'archive import'.");
        }

        return name is null
            ? catalog.Sources
            : [catalog.Find(name) ?? throw new CliException(
                ExitCodes.Usage, $"There is no source '{name}'. Known sources: {string.Join(", ", catalog.Sources.Select(s => s.Name))}.")];
    }
}
