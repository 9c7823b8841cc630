using System.Data.Common;
using Archive.Storage.Sql;

namespace Archive.Storage.PostgreSql;

internal sealed class PostgreSqlConnections(PostgreSqlServer server) : IStoreConnections
{
    public async Task<T> UseAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await server.OpenAsync(cancellationToken);
            return await work(connection);
        }
        catch (Exception e) when (PostgreSqlFailure.IsOfServer(e))
        {
            throw PostgreSqlFailure.ToStorage(server.Name, e);
        }
    }

    public string Sql(string name) => PostgreSqlDatabase.Files.Read(name);
}
