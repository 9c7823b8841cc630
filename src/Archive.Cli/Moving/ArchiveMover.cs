using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Storage;
using Archive.Storage.Keys;
using Archive.Storage.Moving;
using Archive.Web.Auth;
using Archive.Web.Hosting;

namespace Archive.Cli.Moving;

/// <summary>Moves an archive from one store to another, step by step; each may be stopped, and running it again goes on. Only when the copy is verified,
/// searchable and answers as the original does, the original is left for good and the copy opened.</summary>
internal sealed class ArchiveMover(MoveEnd from, MoveEnd to, CommandContext context)
{
    public async Task<MoveReport> RunAsync(CancellationToken cancellationToken)
    {
        await CloseAsync(cancellationToken);
        TakeKey();
        ArchiveJobStorage.Prepare(to.Configuration);
        await using (var source = ArchiveSession.OpenToMove(from, ArchiveUse.Read, context))
        await using (var target = ArchiveSession.OpenToMove(to, ArchiveUse.Fill, context))
        {
            await CopyAsync(source.Get<RecordArchive>(), target.Get<RecordArchive>(), cancellationToken);
            await CopyAccountsAsync(cancellationToken);
            await VerifyAsync(source, target, cancellationToken);
            await IndexAsync(source, cancellationToken);
            await IndexAsync(target, cancellationToken);
            var questions = await CompareAsync(source, target, cancellationToken);
            var statistics = await target.Get<IRecordStore>().ReadStatisticsAsync(cancellationToken);
            await LeaveAsync(source.Get<RecordArchive>(), cancellationToken);
            StoreMove.Finish(target.Get<RecordArchive>());
            return new MoveReport(from.Store, to.Store, statistics.Records, statistics.TreeSize, statistics.Root, questions);
        }
    }

    /// <summary>The log goes on at the source.</summary>
    public static async Task UndoAsync(MoveEnd from, CommandContext context, CancellationToken cancellationToken)
    {
        await using var source = ArchiveSession.OpenToMove(from, ArchiveUse.EndMove, context);
        await StoreMove.ReopenAsync(source.Get<RecordArchive>(), ArchiveSession.Owner, TimeProvider.System, cancellationToken);
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        await using (var reading = ArchiveSession.OpenToMove(from, ArchiveUse.Read, context))
        {
            if (StoreMove.IsClosed(reading.Get<RecordArchive>()))
            {
                return;
            }
        }

        await using var source = ArchiveSession.OpenToMove(from, ArchiveUse.Write, context);
        await source.SettleAsync(cancellationToken);
        await StoreMove.CloseAsync(source.Get<RecordArchive>(), to.Store, ArchiveSession.Owner, TimeProvider.System, cancellationToken);
    }

    /// <summary>The keys of the records are wrapped under it. One that is there already is compared before anything is copied.</summary>
    private void TakeKey()
    {
        DataFolderLock.Make(to.Folder);
        if (!File.Exists(to.Folder.MasterKey))
        {
            MasterKey.Copy(from.Folder, to.Folder);
        }
    }

    private Task CopyAsync(RecordArchive source, RecordArchive target, CancellationToken cancellationToken) => ProgressDisplay<MovePortion>.RunAsync(
        context,
        "Copying",
        (portion, _) => ($"{portion.Table}, {portion.Reached:N0} of {portion.Last:N0}", (double)portion.Reached / Math.Max(1, portion.Last)),
        progress => Task.Run(
            () =>
            {
                StoreMove.Copy(source, target, progress, cancellationToken);
                return true;
            },
            cancellationToken));

    private async Task CopyAccountsAsync(CancellationToken cancellationToken)
    {
        var source = UsersDatabase.ToWrite(from.Folder, from.Configuration);
        source.Upgrade(); // an archive of files has none before its first account
        var target = UsersDatabase.ToWrite(to.Folder, to.Configuration);
        target.Upgrade();
        await new AccountsCopy(source, target).RunAsync(cancellationToken);
    }

    private async Task VerifyAsync(ArchiveSession source, ArchiveSession target, CancellationToken cancellationToken)
    {
        var before = await source.Get<IRecordStore>().ReadStatisticsAsync(cancellationToken);
        var after = await target.Get<IRecordStore>().ReadStatisticsAsync(cancellationToken);
        var report = await ProgressDisplay<long>.RunAsync(
            context,
            "Verifying",
            (done, _) => ($"{done:N0} of {after.TreeSize:N0} leaves", (double)done / Math.Max(1, after.TreeSize)),
            progress => target.Get<ILogVerifier>().VerifyAsync(progress, cancellationToken));
        if (report.Result != VerificationResult.Intact || before != after)
        {
            throw new CliException(
                ExitCodes.Failed,
                $"The copy in {to.Store} does not verify ({report.Findings.Count:N0} findings). Check the source with 'archive verify --data {from.Folder.Path}'; "
                + "if that one is intact, empty the target and move again. 'archive move --undo' takes the source back into use.");
        }
    }

    private async Task IndexAsync(ArchiveSession session, CancellationToken cancellationToken)
    {
        var records = session.Get<IRecordStore>();
        var index = session.Get<ISearchIndex>();
        var last = await records.ReadLastSequenceAsync(cancellationToken);
        if ((await index.ReadStateAsync(cancellationToken)).Cursor > last)
        {
            await index.ResetAsync(cancellationToken); // of another archive that was here before
        }

        await ProgressDisplay<long>.RunAsync(
            context,
            "Indexing",
            (done, _) => ($"{done:N0} of {last:N0}", (double)done / Math.Max(1, last)),
            progress => new IndexCatchUp(records, index).RunAsync(progress, cancellationToken));
    }

    private async Task<int> CompareAsync(ArchiveSession source, ArchiveSession target, CancellationToken cancellationToken)
    {
        var comparison = new IndexComparison(source.Get<QueryCompiler>(), source.Get<IRecordStore>());
        var found = await ProgressDisplay<int>.RunAsync(
            context,
            "Comparing",
            (asked, _) => ($"answers to {asked:N0} questions", null),
            progress => comparison.RunAsync(source.Get<ISearchIndex>(), target.Get<ISearchIndex>(), progress, cancellationToken));
        return found.Different.Count == 0
            ? found.Asked
            : throw new CliException(
                ExitCodes.Failed,
                $"{found.Different.Count:N0} of {found.Asked:N0} searches are answered differently in {to.Store}, so the move has not finished. One of both indexes is "
                + $"out of date: delete {Path.GetFileName(from.Folder.Index)} or the index on Elasticsearch, and run the same command again. The copied records are intact.");
    }

    private async Task LeaveAsync(RecordArchive reading, CancellationToken cancellationToken)
    {
        if (!StoreMove.IsLeft(reading))
        {
            await using var source = ArchiveSession.OpenToMove(from, ArchiveUse.EndMove, context);
            await StoreMove.LeaveAsync(source.Get<RecordArchive>(), cancellationToken);
        }
    }
}

/// <param name="Root">Of the tree, lower-case hex; the same in both.</param>
/// <param name="Questions">Searches that both answered alike.</param>
internal sealed record MoveReport(string From, string To, long Records, long TreeSize, string Root, int Questions);
