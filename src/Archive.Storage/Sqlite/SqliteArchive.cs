using Archive.Storage.Keys;

namespace Archive.Storage.Sqlite;

/// <summary>The open files of an embedded archive: one writer, many readers, the key vault. The stores are views on it.</summary>
public sealed class SqliteArchive : IDisposable
{
    private readonly MasterKey _master;
    private readonly byte[] _macKey;

    private SqliteArchive(DataFolder folder, MasterKey master, bool readOnly, bool reproducible)
    {
        Folder = folder;
        _master = master;
        _macKey = master.Derive("row hashes");
        Vault = new KeyVault(folder.Keys, master, reproducible, readOnly);
        Readers = new ReaderPool(folder.Records);
        if (readOnly)
        {
            return;
        }

        var database = SqliteDatabase.Open(folder.Records, readOnly: false);
        try
        {
            Writer = new LogWriter(database, Vault, NewMac());
            EraseLeftKeys();
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public DataFolder Folder { get; }

    internal KeyVault Vault { get; }

    internal ReaderPool Readers { get; }

    internal NameReader Names { get; } = new();

    /// <summary>Null when the archive was opened for reading.</summary>
    internal LogWriter? Writer { get; }

    /// <summary>Opens for writing, makes the files where they are new, and brings their schema up to date. The caller holds the folder's lock.</summary>
    /// <param name="demoSeed">Set for demo archives only: keys follow from the seed.</param>
    /// <exception cref="StorageException">A file is damaged, unreadable, newer, or the key does not fit.</exception>
    public static SqliteArchive Open(DataFolder folder, int? demoSeed)
    {
        var master = MasterKey.ReadOrCreate(folder, demoSeed);
        Migrate(folder);
        return new SqliteArchive(folder, master, readOnly: false, demoSeed is not null);
    }

    /// <summary>Opens for reading beside whoever writes. Changes nothing.</summary>
    /// <exception cref="StorageException">There is no archive, or a file cannot be read.</exception>
    public static SqliteArchive OpenReadOnly(DataFolder folder)
    {
        if (!File.Exists(folder.Records))
        {
            throw new StorageException(StorageFailure.Unreadable, $"There is no archive in {folder.Path}. Check --data, or make one with 'archive migrate'.");
        }

        return new SqliteArchive(folder, MasterKey.Read(folder), readOnly: true, reproducible: false);
    }

    /// <summary>Brings every file to the newest schema; harmless when it is.</summary>
    public static void Migrate(DataFolder folder)
    {
        SqliteMigrations.Apply(folder.Keys, "keys", pageSize: 4096);
        SqliteMigrations.Apply(folder.Records, "records", pageSize: 8192);
        SqliteMigrations.Apply(folder.Operations, "operations", pageSize: 4096);
        SqliteMigrations.Apply(folder.Searches, "searches", pageSize: 4096);
    }

    /// <summary>Key of a purpose outside the store, such as the tags of redacted values.</summary>
    public byte[] DeriveKey(string purpose) => _master.Derive(purpose);

    public void Dispose()
    {
        Readers.Dispose();
        Writer?.Dispose();
        Vault.Dispose();
    }

    internal RowMac NewMac() => new(_macKey);

    internal LogWriter RequireWriter() => Writer ?? throw new InvalidOperationException("The archive was opened for reading.");

    internal bool WasErased(long sequence) =>
        Readers.Read(database => database.Prepare("disposed_sequence").Bind(1, sequence).HasRow());

    /// <summary>Records and keys are two files: a crash between them leaves keys of disposed records, which go now.</summary>
    private void EraseLeftKeys()
    {
        var left = new Dictionary<long, List<long>>();
        var since = Writer!.Database.Prepare("disposed_since").Bind(1, Vault.ReadErased());
        while (since.Step())
        {
            if (!left.TryGetValue(since.Int64(1), out var slots))
            {
                left[since.Int64(1)] = slots = [];
            }

            slots.Add(since.Int64(0));
        }

        foreach (var (disposition, slots) in left.OrderBy(l => l.Key))
        {
            Vault.Erase(slots, disposition);
        }
    }
}
