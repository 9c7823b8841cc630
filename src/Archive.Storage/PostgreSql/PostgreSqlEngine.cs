using Archive.Core.Dependencies;
using Archive.Storage.Evidence;
using Archive.Storage.Keys;
using Archive.Storage.Moving;
using Archive.Storage.Records;
using Archive.Storage.Sql;

namespace Archive.Storage.PostgreSql;

/// <summary>Pooled connections to the server: as the application's role to the records, as another to the keys, and as the owner for the clean-up.</summary>
internal sealed class PostgreSqlEngine : IStoreEngine
{
    private readonly PostgreSqlServer _records;
    private readonly PostgreSqlServer _keys;
    private readonly PostgreSqlServer _owner;
    private readonly PostgreSqlServer _keysOwner;
    private readonly PostgreSqlDatabase? _writer;
    private readonly PostgreSqlDatabase? _leases;
    private readonly PostgreSqlTidying _tidying;

    public PostgreSqlEngine(ConnectionStrings connections, PostgreSqlOptions options, TimeProvider time, bool readOnly)
    {
        Dependencies = new DependencyStates(time);
        _records = new PostgreSqlServer(connections.Application, options, time, state => Dependencies.Report("postgresql", state));
        _keys = new PostgreSqlServer(connections.Keys, options, time, state => Dependencies.Report("postgresql:keys", state));
        _owner = new PostgreSqlServer(connections.Owner, options, time);
        _keysOwner = new PostgreSqlServer(connections.KeysOwner, options, time);
        _writer = readOnly ? null : new PostgreSqlDatabase(_records, first: "state_lock");
        _leases = readOnly ? null : new PostgreSqlDatabase(_records, first: null);
        _tidying = new PostgreSqlTidying(
            _owner, "untidy_list", "untidy_delete", number => number < 0 ? ["records.quarantine"] : [$"records.record_{number}", $"records.attachment_{number}"]);
        Readers = new PostgreSqlReaders(_records);
        Keys = new PostgreSqlKeyPages(
            _keys, new PostgreSqlTidying(_keysOwner, "key_untidy_list", "key_untidy_delete", number => [number < 0 ? "keys.item_key" : $"keys.page_{number}"]));
        Operations = new PostgreSqlConnections(_records);
        Searches = Operations;
    }

    public DependencyStates Dependencies { get; }

    public IStoreReaders Readers { get; }

    public IStoreDatabase? Writer => _writer;

    public IStoreDatabase? Leases => _leases;

    public IKeyPages Keys { get; }

    public IStoreConnections Operations { get; }

    public IStoreConnections Searches { get; }

    public IRecordInsert NewRecordInsert(LogWriter writer) =>
        new PostgreSqlRecordInsert(writer, _writer ?? throw new InvalidOperationException("The archive was opened for reading."));

    /// <summary>Read as the roles that may read, written as the owners: below the rules of the application.</summary>
    public IStoreTables OpenTables(RowMac mac) =>
        _writer is null ? new PostgreSqlTables(_records, _keys, null) : new PostgreSqlTables(_owner, _keysOwner, mac);

    public void Verify(IStoreDatabase database, RowMac mac, VerificationFindings findings) => new PostgreSqlIdentityPass(database, mac, findings).Run();

    public void Compact() => _tidying.Run();

    public void Dispose()
    {
        _records.Dispose();
        _keys.Dispose();
        _owner.Dispose();
        _keysOwner.Dispose();
    }
}
