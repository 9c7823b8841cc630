using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Connectors.Slack;
using Archive.Core.Messages;
using Archive.Jobs;

namespace Archive.Cli.Demo;

/// <summary>Loads the demo's source to its end, once. What a demo serves does not change, so a start after that reads nothing again and the counters stay
/// what they are, however often the load was interrupted.</summary>
internal sealed class DemoLoad(IRecordStore records, CatchUpIndexJob index, PullSourceJob pull)
{
    public async Task RunAsync(string title, CommandContext context, CancellationToken cancellationToken)
    {
        var cursor = await records.ReadCursorAsync(DemoFolder.Source, cancellationToken);
        if (SlackConnector.HasReadAll(cursor))
        {
            // The last start may have ended between the append and the index.
            await index.RunAsync(JobNames.Schedule, cancellationToken);
            return;
        }

        var totals = await IngestionDisplay.RunAsync(
            context, title, progress => pull.RunAsync(DemoFolder.Source, ArchiveSession.Owner, progress, cancellationToken));
        if (totals is not null)
        {
            IngestionDisplay.WriteTotals(context, totals);
        }
    }
}
