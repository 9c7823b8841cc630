using Archive.Storage.Sql;
using Npgsql;

namespace Archive.Storage.PostgreSql;

/// <summary>Statements by name over one connection at a time. Statements that nobody waits for are sent together with the next one that is waited for,
/// so that a page costs a handful of round trips. Outside a transaction each statement stands alone. One user at a time.</summary>
/// <param name="first">Statement that a transaction for writing begins with, to be the only one; null for none.</param>
internal sealed class PostgreSqlDatabase(PostgreSqlServer server, string? first) : IStoreDatabase
{
    /// <summary>The statements of this engine.</summary>
    public static readonly SqlFiles Files = new("PostgreSql");

    /// <summary>What is waiting is sent at the latest when it is this much: attachments are large.</summary>
    private const int MostWaitingStatements = 500;
    private const long MostWaitingBytes = 4 * 1024 * 1024;

    private readonly Dictionary<string, PostgreSqlStatement> _statements = new(StringComparer.Ordinal);
    private readonly List<NpgsqlBatchCommand> _waiting = [];
    private long _waitingBytes;
    private int _walks;
    private NpgsqlConnection? _connection;

    public string Name => server.Name;

    public bool IsShared => true;

    public IStoreStatement Prepare(string name)
    {
        if (!_statements.TryGetValue(name, out var statement))
        {
            statement = new PostgreSqlStatement(this, Files.Read(name));
            _statements.Add(name, statement);
        }

        return statement;
    }

    public IStoreStatement Prepare(string name, IReadOnlyList<long> keys) => new PostgreSqlStatement(this, Files.Read(name)).Bind(1, keys);

    public IStoreStatement Walk(string name) => new PostgreSqlStatement(this, Files.Read(name), $"walk_{_walks++}");

    public T Write<T>(Func<T> work) => server.Run(connection => InTransaction(connection, "begin isolation level read committed read write", first, work));

    /// <summary>Runs <paramref name="work"/> on one committed state.</summary>
    public T Read<T>(Func<PostgreSqlDatabase, T> work) =>
        server.Run(connection => InTransaction(connection, "begin isolation level repeatable read read only", null, () => work(this)));

    /// <summary>Runs a statement after those that are waiting.</summary>
    public PostgreSqlAnswer Query(string sql, IReadOnlyList<object> values)
    {
        if (_connection is null)
        {
            return server.Run(connection => Send(connection, [PostgreSqlParameters.Command(sql, values)]));
        }

        _waiting.Add(PostgreSqlParameters.Command(sql, values));
        return SendWaiting(_connection);
    }

    public void Post(string sql, IReadOnlyList<object> values)
    {
        if (_connection is null)
        {
            Query(sql, values);
            return;
        }

        _waiting.Add(PostgreSqlParameters.Command(sql, values));
        _waitingBytes += values.Sum(v => v is byte[] bytes ? bytes.Length : sizeof(long));
        if (_waiting.Count >= MostWaitingStatements || _waitingBytes >= MostWaitingBytes)
        {
            SendWaiting(_connection);
        }
    }

    /// <summary>Sends rows in bulk, inside a transaction.</summary>
    public void Copy(string name, Action<NpgsqlBinaryImporter> write)
    {
        var connection = _connection ?? throw new InvalidOperationException("Rows are copied inside a transaction only.");
        SendWaiting(connection);
        using var importer = connection.BeginBinaryImport(Files.Read(name));
        write(importer);
        importer.Complete();
    }

    private static PostgreSqlAnswer Send(NpgsqlConnection connection, List<NpgsqlBatchCommand> commands)
    {
        using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        using var reader = batch.ExecuteReader();
        return PostgreSqlAnswer.Read(reader, batch.BatchCommands[^1]);
    }

    private PostgreSqlAnswer SendWaiting(NpgsqlConnection connection)
    {
        if (_waiting.Count == 0)
        {
            return PostgreSqlAnswer.Empty;
        }

        try
        {
            return Send(connection, _waiting);
        }
        finally
        {
            _waiting.Clear();
            _waitingBytes = 0;
        }
    }

    private T InTransaction<T>(NpgsqlConnection connection, string begin, string? then, Func<T> work)
    {
        var isCommitting = false;
        _connection = connection;
        _waiting.Clear();
        _statements.Clear(); // what a broken attempt left half read
        _waiting.Add(new NpgsqlBatchCommand(begin));
        if (then is not null)
        {
            _waiting.Add(new NpgsqlBatchCommand(Files.Read(then)));
        }

        try
        {
            var result = work();
            _waiting.Add(new NpgsqlBatchCommand("commit"));
            isCommitting = true;
            SendWaiting(connection);
            return result;
        }
        catch (Exception e)
        {
            RollBack(connection);
            if (isCommitting && then is not null && PostgreSqlFailure.MayBeCommitted(e))
            {
                throw PostgreSqlFailure.Unknown(Name, e);
            }

            throw;
        }
        finally
        {
            _connection = null;
            _waiting.Clear();
            _waitingBytes = 0;
        }
    }

    private static void RollBack(NpgsqlConnection connection)
    {
        try
        {
            using var command = new NpgsqlCommand("rollback", connection);
            command.ExecuteNonQuery();
        }
        catch (Exception e) when (PostgreSqlFailure.IsOfServer(e) || e is InvalidOperationException)
        {
            // The connection is gone and the transaction with it: the error that came first is the one to tell.
        }
    }
}
