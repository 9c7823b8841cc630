using Archive.Core.Dependencies;
using Npgsql;
using Polly;

namespace Archive.Storage.PostgreSql;

/// <summary>A database on a server as one role: pooled connections, with the resilience of <see cref="PostgreSqlPipeline"/>. Connects to nothing before
/// the first use. Thread-safe.</summary>
internal sealed class PostgreSqlServer : IDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly ResiliencePipeline _connecting;
    private readonly ResiliencePipeline _transactions;

    /// <param name="report">Told whether connecting goes through at present; null when nobody asks.</param>
    public PostgreSqlServer(
        NpgsqlConnectionStringBuilder connection, PostgreSqlOptions options, TimeProvider time, Action<DependencyCondition>? report = null)
    {
        Name = ConnectionStrings.Describe(connection);
        _source = NpgsqlDataSource.Create(connection);
        _connecting = PostgreSqlPipeline.ForConnecting(options, time, report);
        _transactions = PostgreSqlPipeline.ForTransactions(options, time);
    }

    /// <summary>For messages; holds no secret.</summary>
    public string Name { get; }

    /// <summary>Runs <paramref name="work"/> on a connection. Where it ended with a lost connection or a conflict it is run again on another one: it
    /// must not let such an error out when something may have been committed.</summary>
    /// <exception cref="StorageException">The server cannot be reached, refuses, or its disk is full; the message says what to do.</exception>
    public T Run<T>(Func<NpgsqlConnection, T> work)
    {
        try
        {
            return _transactions.Execute(
                static (state, _) =>
                {
                    using var connection = state.Server.Open();
                    return state.Work(connection);
                },
                (Server: this, Work: work),
                CancellationToken.None);
        }
        catch (Exception e) when (PostgreSqlFailure.IsOfServer(e))
        {
            throw PostgreSqlFailure.ToStorage(Name, e);
        }
    }

    /// <exception cref="StorageException">The server cannot be reached or refuses.</exception>
    public NpgsqlConnection Open()
    {
        try
        {
            return _connecting.Execute(static (source, _) => source.OpenConnection(), _source, CancellationToken.None);
        }
        catch (Exception e) when (PostgreSqlFailure.IsOfServer(e))
        {
            throw PostgreSqlFailure.ToStorage(Name, e);
        }
    }

    /// <summary>A connection that was alive a moment ago: a pooled one may have been cut, and what is run on it is not run again.</summary>
    /// <exception cref="StorageException">The server cannot be reached or refuses.</exception>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _connecting.ExecuteAsync(static (source, token) => OpenAliveAsync(source, token), _source, cancellationToken);
        }
        catch (Exception e) when (PostgreSqlFailure.IsOfServer(e))
        {
            throw PostgreSqlFailure.ToStorage(Name, e);
        }
    }

    public void Dispose() => _source.Dispose();

    private static async ValueTask<NpgsqlConnection> OpenAliveAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var ping = new NpgsqlCommand("select 1", connection);
            await ping.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
