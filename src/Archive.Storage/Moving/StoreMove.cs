using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Storage.Evidence;

namespace Archive.Storage.Moving;

/// <summary>Carries an archive from one store into another: the same rows, numbers, leaves and keys, so the same tree. Copying goes on where a stopped
/// run ended. Not thread-safe.</summary>
public static class StoreMove
{
    /// <summary>Keys of a portion, which is one transaction.</summary>
    private const long Portion = 2_000;

    /// <summary>Whether nothing more is written to an archive, since it is moved or was.</summary>
    public static bool IsClosed(RecordArchive archive) => ReadStanding(archive) is ArchiveStanding.Moving or ArchiveStanding.Moved;

    /// <summary>Whether its move is final.</summary>
    public static bool IsLeft(RecordArchive archive) => ReadStanding(archive) == ArchiveStanding.Moved;

    /// <summary>Ends writing to an archive, with an entry in the evidence log that says so.</summary>
    /// <param name="archive">Open for writing.</param>
    /// <param name="target">Where it goes on, in words.</param>
    public static Task CloseAsync(RecordArchive archive, string target, string actor, TimeProvider clock, CancellationToken cancellationToken) =>
        SetAsync(archive, ArchiveStanding.Moving, $"the archive is moved to {target}", actor, clock, cancellationToken);

    /// <summary>Lets an archive that was to be moved be written to again.</summary>
    /// <param name="archive">Opened to end its move.</param>
    public static Task ReopenAsync(RecordArchive archive, string actor, TimeProvider clock, CancellationToken cancellationToken) =>
        SetAsync(archive, ArchiveStanding.Open, "the archive is not moved after all", actor, clock, cancellationToken);

    /// <summary>Makes a move final, which cannot be taken back from then on: an archive that has gone on elsewhere must not go on here as well.</summary>
    /// <param name="source">Opened to end its move.</param>
    public static Task LeaveAsync(RecordArchive source, CancellationToken cancellationToken)
    {
        var writer = source.RequireWriter();
        return writer.WriteAsync(
            () =>
            {
                writer.State.Standing = ArchiveStanding.Moved; // no entry: the tree is the target's from here on
                return true;
            },
            cancellationToken);
    }

    /// <summary>Copies what is not there yet. <paramref name="target"/> can be read when this returns.</summary>
    /// <param name="source">Closed before.</param>
    /// <param name="target">Opened to be filled.</param>
    /// <param name="progress">Told of each portion.</param>
    /// <exception cref="StorageException">The target holds something else, or one of both cannot be used.</exception>
    public static void Copy(RecordArchive source, RecordArchive target, IProgress<MovePortion>? progress, CancellationToken cancellationToken)
    {
        if (!source.DeriveKey("check").AsSpan().SequenceEqual(target.DeriveKey("check")))
        {
            throw new StorageException(
                StorageFailure.Refused, $"{target.Folder.MasterKey} is another key than {source.Folder.MasterKey}: what is moved could not be read with it. Nothing was changed.");
        }

        Begin(source, target);
        using var from = source.Engine.OpenTables(source.NewMac());
        using var to = target.Engine.OpenTables(target.NewMac());
        foreach (var table in StoreTable.All)
        {
            if (!from.ReadColumns(table).SequenceEqual(to.ReadColumns(table), StringComparer.Ordinal))
            {
                throw new StorageException(StorageFailure.Newer, $"Table {table} is another one in {from.Name} than in {to.Name}. Bring both to this version with 'archive migrate'.");
            }

            if (table.Key is not null)
            {
                CopyPortions(from, to, table, progress, cancellationToken);
            }
            else if (table.Changes || !to.HasRows(table))
            {
                to.Write(table, from.Read(table, 0, 0), 0);
            }

            to.Finish(table);
        }
    }

    /// <summary>Opens the target to everybody. Belongs after its verification, and after the source was left.</summary>
    public static void Finish(RecordArchive target)
    {
        var database = target.Engine.Writer!; // it was opened to be filled
        database.Write(() =>
        {
            var state = LogState.Read(database, target.NewMac());
            StandingCheck.Require(database.Name, state, ArchiveStanding.Filling);
            state.Standing = ArchiveStanding.Open;
            state.Write(database, target.NewMac());
            return true;
        });
    }

    private static ArchiveStanding ReadStanding(RecordArchive archive) =>
        archive.Readers.Read(database => LogState.Read(database, archive.NewMac())).Standing;

    /// <summary>The state comes first: whoever opens the target from now on learns what it is, and a later run that it is the same.</summary>
    private static void Begin(RecordArchive source, RecordArchive target)
    {
        var moved = source.Readers.Read(database =>
        {
            var state = LogState.Read(database, source.NewMac());
            StandingCheck.Require(database.Name, state, ArchiveStanding.Moving, ArchiveStanding.Moved);
            return state;
        });
        moved.Standing = ArchiveStanding.Filling;
        var database = target.Engine.Writer!; // it was opened to be filled
        database.Write(() =>
        {
            var state = LogState.Read(database, target.NewMac());
            if (state.Standing == ArchiveStanding.Filling && !state.IsLike(moved))
            {
                throw new StorageException(
                    StorageFailure.Refused, $"{database.Name} holds part of another move. Empty it, or choose another target, and move again.");
            }

            moved.Write(database, target.NewMac());
            return true;
        });
    }

    private static void CopyPortions(
        IStoreTables from, IStoreTables to, StoreTable table, IProgress<MovePortion>? progress, CancellationToken cancellationToken)
    {
        var last = from.FindLastKey(table) ?? 0;
        var reached = to.FindLastKey(table) ?? long.MinValue;
        while (from.FindKey(table, reached) is { } first)
        {
            cancellationToken.ThrowIfCancellationRequested();
            reached = first + Portion - 1;
            to.Write(table, from.Read(table, first, reached), reached);
            progress?.Report(new MovePortion(table.ToString(), Math.Min(reached, last), last));
        }
    }

    private static async Task SetAsync(
        RecordArchive archive, ArchiveStanding standing, string what, string actor, TimeProvider clock, CancellationToken cancellationToken)
    {
        var writer = archive.RequireWriter();
        await writer.WriteAsync(
            () =>
            {
                writer.AppendEntry(new EvidenceEntry(
                    EvidenceKind.Administered, Timestamps.Cut(clock.GetUtcNow()), actor, new AuditFacts { What = what }.ToJson()));
                writer.State.Standing = standing;
                return true;
            },
            cancellationToken);
    }
}
