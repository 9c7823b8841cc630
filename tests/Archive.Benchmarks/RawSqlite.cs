using System.Text;
using SQLitePCL;

namespace Archive.Benchmarks;

/// <summary>The thinnest possible use of SQLite: what the archive is measured against.</summary>
internal sealed class RawSqlite : IDisposable
{
    private readonly sqlite3 _handle;

    static RawSqlite() => Batteries_V2.Init();

    public RawSqlite(string path, string pragmas)
    {
        Check(raw.sqlite3_open(path, out _handle));
        Execute("pragma journal_mode=wal; " + pragmas);
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    public sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var statement));
        return statement;
    }

    public void Run(sqlite3_stmt statement)
    {
        Check(raw.sqlite3_step(statement));
        Check(raw.sqlite3_reset(statement));
    }

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new InvalidOperationException($"SQLite {code}: {raw.sqlite3_errmsg(_handle).utf8_to_string()}");
        }
    }

    public static void Bind(sqlite3_stmt statement, int index, string value) => raw.sqlite3_bind_text(statement, index, Encoding.UTF8.GetBytes(value));

    public void Dispose()
    {
        raw.sqlite3_close_v2(_handle);
        _handle.Dispose();
    }
}
