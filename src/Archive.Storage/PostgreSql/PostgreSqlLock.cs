using Npgsql;

namespace Archive.Storage.PostgreSql;

/// <summary>A lock that one process of all holds, apart from the locks of tables, until it is disposed of. It goes with the connection, whatever happens.</summary>
internal sealed class PostgreSqlLock : IDisposable
{
    /// <summary>While schemas are made.</summary>
    public const long Migrations = 0x61726368697665; // "archive"

    /// <summary>While accounts are copied, or the first key of cookies is made.</summary>
    public const long Accounts = 0x6163636f756e7473; // "accounts"

    private readonly NpgsqlConnection _connection;
    private readonly long _number;

    private PostgreSqlLock(NpgsqlConnection connection, long number)
    {
        _connection = connection;
        _number = number;
    }

    /// <summary>Waits as long as it takes.</summary>
    /// <param name="connection">Stays open until the lock is disposed of.</param>
    public static PostgreSqlLock Take(NpgsqlConnection connection, long number)
    {
        Execute(connection, "advisory_lock", number);
        return new PostgreSqlLock(connection, number);
    }

    public void Dispose() => Execute(_connection, "advisory_unlock", _number);

    private static void Execute(NpgsqlConnection connection, string statement, long number)
    {
        using var command = new NpgsqlCommand(PostgreSqlDatabase.Files.Read(statement), connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        command.ExecuteNonQuery();
    }
}
