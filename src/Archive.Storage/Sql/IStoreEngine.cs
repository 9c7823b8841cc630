using Archive.Core.Dependencies;
using Archive.Storage.Evidence;
using Archive.Storage.Keys;
using Archive.Storage.Moving;
using Archive.Storage.Records;

namespace Archive.Storage.Sql;

/// <summary>What a database engine gives an open archive. Disposing closes every connection.</summary>
internal interface IStoreEngine : IDisposable
{
    /// <summary>Whether what the engine calls goes through at present.</summary>
    DependencyStates Dependencies { get; }

    IStoreReaders Readers { get; }

    /// <summary>Null when the archive was opened for reading.</summary>
    IStoreDatabase? Writer { get; }

    /// <summary>A second connection for writing, which does not wait for a page; null when the archive was opened for reading.</summary>
    IStoreDatabase? Leases { get; }

    IKeyPages Keys { get; }

    IStoreConnections Operations { get; }

    IStoreConnections Searches { get; }

    IRecordInsert NewRecordInsert(LogWriter writer);

    /// <summary>The tables below all rules, for a move. The caller disposes of them.</summary>
    IStoreTables OpenTables(RowMac mac);

    /// <summary>Checks what this engine keeps beside the tables that all have.</summary>
    void Verify(IStoreDatabase database, RowMac mac, VerificationFindings findings);

    /// <summary>Makes removed records leave the raw files as well.</summary>
    /// <exception cref="StorageException">Busy: somebody else still needs it.</exception>
    void Compact();
}
