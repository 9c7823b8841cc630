using Archive.Storage.Keys;
using Archive.Storage.Moving;

namespace Archive.Storage.Sqlite;

/// <summary>The embedded archive: everything in files of one data folder.</summary>
public static class SqliteArchive
{
    /// <summary>Opens for writing, makes the files where they are new, and brings their schema up to date. The caller holds the folder's lock.</summary>
    /// <param name="demoSeed">Set for demo archives only: keys follow from the seed.</param>
    /// <param name="use">Not for reading.</param>
    /// <exception cref="StorageException">A file is damaged, unreadable, newer, or the key does not fit.</exception>
    public static RecordArchive Open(DataFolder folder, int? demoSeed, ArchiveUse use = ArchiveUse.Write)
    {
        var master = MasterKey.ReadOrCreate(folder, demoSeed, () => File.Exists(folder.Keys));
        Migrate(folder);
        return new RecordArchive(folder, master, new SqliteEngine(folder, readOnly: false), demoSeed is not null, use);
    }

    /// <summary>Opens for reading beside whoever writes. Changes nothing.</summary>
    /// <exception cref="StorageException">There is no archive, or a file cannot be read.</exception>
    public static RecordArchive OpenReadOnly(DataFolder folder)
    {
        if (!File.Exists(folder.Records))
        {
            throw new StorageException(StorageFailure.Unreadable, $"There is no archive in {folder.Path}. Check --data, or make one with 'archive migrate'.");
        }

        return new RecordArchive(folder, MasterKey.Read(folder), new SqliteEngine(folder, readOnly: true), reproducible: false, ArchiveUse.Read);
    }

    /// <summary>Brings every file to the newest schema; harmless when it is.</summary>
    public static void Migrate(DataFolder folder)
    {
        SqliteMigrations.Apply(folder.Keys, "keys", pageSize: 4096);
        SqliteMigrations.Apply(folder.Records, "records", pageSize: 8192);
        SqliteMigrations.Apply(folder.Operations, "operations", pageSize: 4096);
        SqliteMigrations.Apply(folder.Searches, "searches", pageSize: 4096);
    }
}
