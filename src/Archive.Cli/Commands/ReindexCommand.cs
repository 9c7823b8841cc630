using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Messages;
using Archive.Core.Search;

namespace Archive.Cli.Commands;

/// <summary>Drops the index and builds it again from the record store.</summary>
internal static class ReindexCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        return new Command(
                "reindex",
                "Build the search index again from the records. A run that is stopped goes on by itself at the next pull or start.".WithExamples(
                    "reindex --data ./archive"))
            .With(data, CommonOptions.Json())
            .Does((parsed, context, cancellationToken) => RunAsync(new(parsed.GetRequiredValue(data)), context, cancellationToken));
    }

    private static async Task<int> RunAsync(Storage.DataFolder folder, CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = await ArchiveSession.OpenToWriteAsync(folder, context, cancellationToken);
        var records = session.Get<IRecordStore>();
        var index = session.Get<ISearchIndex>();
        var last = await records.ReadLastSequenceAsync(cancellationToken);
        await index.ResetAsync(cancellationToken);
        var indexed = await ProgressDisplay<long>.RunAsync(
            context,
            "Indexing",
            (done, elapsed) => ($"{done:N0} of {last:N0} ({done / Math.Max(0.001, elapsed.TotalSeconds):N0}/s)", last == 0 ? null : (double)done / last),
            progress => new IndexCatchUp(records, index).RunAsync(progress, cancellationToken));
        var generation = (await index.ReadStateAsync(cancellationToken)).Generation;
        if (context.Json)
        {
            context.WriteJson(new { indexed, generation });
        }
        else
        {
            Console.Out.WriteLine($"{indexed:N0} records are indexed ({generation}).");
        }

        return ExitCodes.Done;
    }
}
