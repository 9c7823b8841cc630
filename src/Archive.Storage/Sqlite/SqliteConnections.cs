using System.Data.Common;
using Archive.Storage.Sql;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Archive.Storage.Sqlite;

/// <summary>Connections of the ADO.NET provider to one file.</summary>
/// <param name="prepare">A pragma that every connection begins with; null for none.</param>
internal sealed class SqliteConnections(string path, string? prepare = null) : IStoreConnections
{
    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true }.ToString();

    public async Task<T> UseAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        if (prepare is not null)
        {
            await connection.ExecuteAsync(prepare);
        }

        return await work(connection);
    }

    public string Sql(string name) => SqliteDatabase.Files.Read(name);
}
