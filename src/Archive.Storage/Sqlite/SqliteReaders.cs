using System.Collections.Concurrent;
using Archive.Storage.Sql;

namespace Archive.Storage.Sqlite;

/// <summary>Read connections to one file. Each reader works in a transaction of its own and sees one committed state. Thread-safe.</summary>
internal sealed class SqliteReaders(string path) : IStoreReaders, IDisposable
{
    private const int Kept = 8;

    private readonly ConcurrentBag<SqliteDatabase> _idle = [];
    private volatile bool _disposed;

    public T Read<T>(Func<IStoreDatabase, T> work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_idle.TryTake(out var database))
        {
            database = SqliteDatabase.Open(path, readOnly: true);
        }

        try
        {
            // One transaction for the whole answer: a third of the cost of reading row by row, and one consistent state.
            database.Execute("begin");
            var result = work(database);
            database.Execute("commit");
            if (_idle.Count < Kept && !_disposed)
            {
                _idle.Add(database);
            }
            else
            {
                database.Dispose();
            }

            return result;
        }
        catch
        {
            // A statement may stand half-read: give the connection up with it.
            database.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var database))
        {
            database.Dispose();
        }
    }
}
