using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Jobs;

namespace Archive.Cli.Demo;

/// <summary>Loads each source of the demo to its end, once, one after the other: two at a time would write the evidence log in another order every
/// time. What a demo serves does not change, so a start after that reads nothing again and the counters stay what they are, however often the load was
/// interrupted.</summary>
internal sealed class DemoLoad(IRecordStore records, RegisterDesk register, CatchUpIndexJob index, PullSourceJob pull)
{
    public async Task RunAsync(IReadOnlyList<DemoSource> sources, CommandContext context, CancellationToken cancellationToken)
    {
        await new DemoRegister(register).WriteAsync(sources, cancellationToken);
        foreach (var source in sources)
        {
            if (source.HasReadAll(await records.ReadCursorAsync(source.Name, cancellationToken)))
            {
                // The last start may have ended between the append and the index.
                await index.RunAsync(JobNames.Schedule, cancellationToken);
                continue;
            }

            var title = $"Loading {source.Corpus.Messages.Count:N0} messages of {source.Corpus.Organisation} from {source.Title}";
            var totals = await IngestionDisplay.RunAsync(
                context, title, progress => pull.RunAsync(source.Name, ArchiveSession.Owner, progress, cancellationToken));
            if (totals is not null)
            {
                IngestionDisplay.WriteTotals(context, totals);
            }
        }
    }
}
