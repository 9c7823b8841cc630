using System.Data.Common;

namespace Archive.Storage.Sql;

/// <summary>Connections for what is not hot and goes through Dapper: job runs, hints to pull, saved searches. Thread-safe.</summary>
internal interface IStoreConnections
{
    /// <summary>Runs <paramref name="work"/> on an open connection.</summary>
    Task<T> UseAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Text of the embedded file <c>Sql/NAME.sql</c>.</summary>
    string Sql(string name);
}
