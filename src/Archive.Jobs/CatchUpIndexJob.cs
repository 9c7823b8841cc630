using Archive.Core.Messages;
using Archive.Core.Search;

namespace Archive.Jobs;

/// <summary>Brings the index up to the record store. An index that is up to date leaves no run behind when the schedule started it: the history
/// would otherwise hold 1,440 empty runs a day.</summary>
public sealed class CatchUpIndexJob(IRecordStore records, ISearchIndex index, JobRunner runner)
{
    public async Task RunAsync(string startedBy, CancellationToken cancellationToken)
    {
        var cursor = (await index.ReadStateAsync(cancellationToken)).Cursor;
        if (startedBy == JobNames.Schedule && cursor >= await records.ReadLastSequenceAsync(cancellationToken))
        {
            return;
        }

        await runner.RunAsync(JobNames.Index, null, startedBy, (turn, token) => CatchUpAsync(turn.Progress, token), cancellationToken);
    }

    private async Task CatchUpAsync(JobProgress progress, CancellationToken cancellationToken)
    {
        var from = (await index.ReadStateAsync(cancellationToken)).Cursor;
        var applied = await new IndexCatchUp(records, index).RunAsync(new Watcher(progress, from), cancellationToken);
        progress.Set(Indexed(applied));
    }

    private static Dictionary<string, long> Indexed(long count) => new(StringComparer.Ordinal) { ["indexed"] = count };

    private sealed class Watcher(JobProgress progress, long from) : IProgress<long>
    {
        public void Report(long value) => progress.Set(Indexed(value - from));
    }
}
