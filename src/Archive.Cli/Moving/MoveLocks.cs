using Archive.Storage;
using Archive.Web.Hosting;

namespace Archive.Cli.Moving;

/// <summary>The locks of the data folders whose files a move uses, held until it ends.</summary>
internal sealed class MoveLocks : IDisposable
{
    private readonly List<DataFolderLock> _held = [];

    private MoveLocks()
    {
    }

    /// <exception cref="ArchiveInUseException">Another process uses one of the folders.</exception>
    public static MoveLocks Take(MoveEnd from, MoveEnd to)
    {
        var locks = new MoveLocks();
        try
        {
            foreach (var end in new[] { from, to }.Where(e => ArchiveStore.NeedsFolderLock(e.Configuration)).DistinctBy(e => e.Folder.Path, StringComparer.Ordinal))
            {
                locks._held.Add(DataFolderLock.Take(end.Folder));
            }

            return locks;
        }
        catch
        {
            locks.Dispose();
            throw;
        }
    }

    public void Dispose() => _held.ForEach(held => held.Dispose());
}
