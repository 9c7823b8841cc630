using Archive.Core.Search;
using SQLitePCL;

namespace Archive.Search.SqliteFts;

/// <summary>One connection to the index file, for one thread at a time.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 _database;

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 database, string path)
    {
        _database = database;
        Path = path;
    }

    public string Path { get; }

    /// <exception cref="IndexUnavailableException">The file cannot be opened.</exception>
    public static SqliteDatabase Open(string path, bool create)
    {
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var result = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var database = new SqliteDatabase(handle, path);
        try
        {
            database.Check(result);
            raw.sqlite3_busy_timeout(handle, 5_000);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(_database, sql));

    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_database, sql, out var statement));
        return new SqliteStatement(this, statement);
    }

    public long ReadInt64(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : throw new IndexUnavailableException($"The search index {Path} is incomplete. Rebuild it.");
    }

    public bool HasTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    public void Check(int result)
    {
        if (result is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return;
        }

        var detail = $"SQLite error {raw.sqlite3_extended_errcode(_database)}: {raw.sqlite3_errmsg(_database).utf8_to_string()}";
        throw (result & 0xFF) switch
        {
            raw.SQLITE_NOTADB => new IndexUnavailableException(
                $"{Path} is not a search index. Move it away, or rebuild the index, which replaces it. {detail}"),
            raw.SQLITE_CORRUPT => new IndexUnavailableException($"The search index {Path} is damaged. Rebuild it. {detail}"),
            raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new
                IndexUnavailableException($"The search index {Path} cannot be read or written. Check its folder and disk. {detail}"),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new IndexUnavailableException(
                $"The search index {Path} is in use by another process. Stop it, or try again. {detail}"),
            _ => new IndexUnavailableException($"The search index {Path} failed. Rebuild it if this persists. {detail}"),
        };
    }

    public void Dispose() => _database?.Dispose();
}
