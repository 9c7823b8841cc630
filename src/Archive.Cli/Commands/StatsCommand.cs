using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Search;

namespace Archive.Cli.Commands;

/// <summary>Counts of the archive and the root of its evidence log.</summary>
internal static class StatsCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        return new Command(
                "stats",
                "Show what the archive holds. received = admitted + refused + withheld + duplicate + quarantined + discarded.".WithExamples(
                    "stats --data ./archive", "stats --data ./archive --json"))
            .With(data, CommonOptions.Json())
            .Does((parsed, context, cancellationToken) => RunAsync(new(parsed.GetRequiredValue(data)), context, cancellationToken));
    }

    private static async Task<int> RunAsync(Storage.DataFolder folder, CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = ArchiveSession.OpenToRead(folder, context);
        var now = await session.Get<IRecordStore>().ReadStatisticsAsync(cancellationToken);
        var indexed = (await session.Get<ISearchIndex>().ReadStateAsync(cancellationToken)).Count;
        if (context.Json)
        {
            context.WriteJson(new
            {
                now.Records,
                now.TreeSize,
                now.Root,
                now.Received,
                now.Admitted,
                now.Refused,
                now.Withheld,
                now.Duplicate,
                now.Quarantined,
                now.Discarded,
                indexed,
            });
            return ExitCodes.Done;
        }

        Facts.Write(
            context.Out,
            folder.Path,
            ("Records", now.Records, "stored now"),
            ("Indexed", indexed, "found by searches"),
            ("Received", now.Received, "items in all"),
            ("Admitted", now.Admitted, "stored"),
            ("Refused", now.Refused, "not of a sanctioned account; only counted"),
            ("Withheld", now.Withheld, "somebody in the conversation declined; only counted"),
            ("Duplicate", now.Duplicate, "stored before"),
            ("Quarantined", now.Quarantined, "could not be read or redacted; kept sealed"),
            ("Discarded", now.Discarded, "were in quarantine, and two people agreed to destroy them"),
            ("Leaves", now.TreeSize, "entries of the evidence log"));
        context.Out.Profile.Out.Writer.WriteLine($"Root {now.Root}");
        context.Out.Profile.Out.Writer.WriteLine($"Key  {session.Get<NoteSigner>().Verifier}");
        return ExitCodes.Done;
    }
}
