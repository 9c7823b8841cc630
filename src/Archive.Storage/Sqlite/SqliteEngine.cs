using Archive.Core.Dependencies;
using Archive.Storage.Evidence;
using Archive.Storage.Keys;
using Archive.Storage.Moving;
using Archive.Storage.Records;
using Archive.Storage.Sql;

namespace Archive.Storage.Sqlite;

/// <summary>The open files of a data folder: one writer, many readers, keys in a file of their own.</summary>
internal sealed class SqliteEngine : IStoreEngine
{
    private readonly DataFolder _folder;
    private readonly SqliteDatabase _keys;
    private readonly SqliteDatabase? _writer;
    private readonly SqliteDatabase? _leases;
    private readonly SqliteReaders _readers;

    /// <exception cref="StorageException">A file is damaged or unreadable.</exception>
    public SqliteEngine(DataFolder folder, bool readOnly)
    {
        _folder = folder;
        _keys = SqliteDatabase.Open(folder.Keys, readOnly);
        _readers = new SqliteReaders(folder.Records);
        Keys = new SqliteKeyPages(_keys);
        Operations = new SqliteConnections(folder.Operations);

        // A killed process loses nothing; a power cut may lose the last searches of a history, which the audit trail has. A search is spared two syncs.
        Searches = new SqliteConnections(folder.Searches, "pragma synchronous=normal");
        try
        {
            if (!readOnly)
            {
                _writer = SqliteDatabase.Open(folder.Records, readOnly: false);
                _leases = SqliteDatabase.Open(folder.Records, readOnly: false);
                _leases.Prepare("lease_end_all").Run();
            }
        }
        catch
        {
            _leases?.Dispose();
            _writer?.Dispose();
            _keys.Dispose();
            throw;
        }
    }

    /// <summary>Nothing to depend on: files of this machine.</summary>
    public DependencyStates Dependencies { get; } = new(TimeProvider.System);

    public IStoreReaders Readers => _readers;

    public IStoreDatabase? Writer => _writer;

    public IStoreDatabase? Leases => _leases;

    public IKeyPages Keys { get; }

    public IStoreConnections Operations { get; }

    public IStoreConnections Searches { get; }

    public IRecordInsert NewRecordInsert(LogWriter writer) => new SqliteRecordInsert(writer);

    public IStoreTables OpenTables(RowMac mac) => new SqliteTables(_folder, readOnly: _writer is null);

    public void Verify(IStoreDatabase database, RowMac mac, VerificationFindings findings)
    {
        // The identities of records are an index of their own table here.
    }

    public void Compact()
    {
        if (_writer is not null)
        {
            SqliteKeyPages.TruncateLog(_writer);
        }
    }

    public void Dispose()
    {
        _readers.Dispose();
        _leases?.Dispose();
        _writer?.Dispose();
        _keys.Dispose();
    }
}
