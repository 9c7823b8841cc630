using System.Data.Common;

namespace Archive.Storage.Sql;

/// <summary>Connections for what is not hot and goes through Dapper: job runs, saved searches. Thread-safe.</summary>
internal interface IStoreConnections
{
    /// <summary>An open connection, which the caller disposes of.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Text of the embedded file <c>Sql/NAME.sql</c>.</summary>
    string Sql(string name);
}
