namespace Archive.Storage.Sql;

/// <summary>Readers of the record store, beside whoever writes. Thread-safe.</summary>
internal interface IStoreReaders
{
    /// <summary>Runs <paramref name="work"/> in a transaction of its own, which sees one committed state and changes nothing.</summary>
    /// <exception cref="StorageException">The store cannot be read; the message says why and what to do.</exception>
    T Read<T>(Func<IStoreDatabase, T> work);
}
