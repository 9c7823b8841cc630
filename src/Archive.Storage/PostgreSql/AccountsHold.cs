using Npgsql;

namespace Archive.Storage.PostgreSql;

/// <summary>The lock of the accounts, on a connection of its own.</summary>
internal sealed class AccountsHold : IDisposable
{
    private readonly PostgreSqlServer _server;
    private readonly NpgsqlConnection _connection;
    private readonly PostgreSqlLock _lock;

    public AccountsHold(PostgreSqlOptions options)
    {
        _server = new PostgreSqlServer(new ConnectionStrings(options).Application, options, TimeProvider.System);
        try
        {
            _connection = _server.Open();
            _lock = PostgreSqlLock.Take(_connection, PostgreSqlLock.Accounts);
        }
        catch
        {
            _server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            _lock.Dispose();
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the lock with it.
        }

        _connection.Dispose();
        _server.Dispose();
    }
}
