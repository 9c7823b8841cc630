using Archive.Storage.Evidence;

namespace Archive.Storage.Moving;

/// <summary>Keeps everybody but the move out of an archive that is moved or being filled.</summary>
internal static class StandingCheck
{
    /// <exception cref="StorageException">The archive may not be used so.</exception>
    public static void Require(RecordArchive archive, ArchiveUse use)
    {
        var (name, state) = Read(archive, use);
        if (state is null)
        {
            return; // the writer refuses a changed state, and the verifier tells of it
        }

        if (use == ArchiveUse.Read && state.Standing == ArchiveStanding.Filling)
        {
            Require(name, state, ArchiveStanding.Open);
        }
        else if (use == ArchiveUse.Fill && state.Standing != ArchiveStanding.Filling && state.Frontier.Count > 0)
        {
            throw new StorageException(StorageFailure.Refused, $"{name} holds an archive already. Nothing was changed. If the move to it finished before, use it; otherwise move into an empty one.");
        }
    }

    /// <exception cref="StorageException">Its standing is another one.</exception>
    public static void Require(string name, LogState state, params ReadOnlySpan<ArchiveStanding> standings)
    {
        if (!standings.Contains(state.Standing))
        {
            throw new StorageException(StorageFailure.Refused, $"{name} {Describe(state.Standing)}");
        }
    }

    private static string Describe(ArchiveStanding standing) => standing switch
    {
        ArchiveStanding.Moving => "is being moved, and can only be verified meanwhile. 'archive move' goes on with it, 'archive move --undo' takes it back into use.",
        ArchiveStanding.Filling => "is the target of a move that has not finished. Run 'archive move' again: it goes on where it stopped.",
        ArchiveStanding.Moved => "was moved, and can only be verified from then on: the archive goes on in the store it was moved to.",
        _ => "is not being moved. Nothing was changed.",
    };

    /// <returns>No state when it was changed, or cannot be read by somebody who only reads: that is for the verifier to say.</returns>
    private static (string Name, LogState? State) Read(RecordArchive archive, ArchiveUse use)
    {
        try
        {
            return archive.Readers.Read(database => (database.Name, LogState.Read(database, archive.NewMac())));
        }
        catch (StorageException e) when (use == ArchiveUse.Read || e.InnerException is InvalidDataException)
        {
            return ("", null);
        }
    }
}
