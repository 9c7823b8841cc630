using Archive.Storage.Sql;

namespace Archive.Storage.PostgreSql;

/// <summary>Each reader works in a transaction of its own on a pooled connection.</summary>
internal sealed class PostgreSqlReaders(PostgreSqlServer server) : IStoreReaders
{
    public T Read<T>(Func<IStoreDatabase, T> work) => new PostgreSqlDatabase(server, first: null).Read(work);
}
