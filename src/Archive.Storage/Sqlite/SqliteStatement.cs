using System.Text;
using SQLitePCL;

namespace Archive.Storage.Sqlite;

/// <summary>A prepared statement. Parameters count from 1, columns from 0.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt statement) : IDisposable
{
    /// <summary>Bytes on the stack for a text; longer ones are rare.</summary>
    private const int ShortText = 256;

    public SqliteStatement Bind(int parameter, long value)
    {
        database.Check(raw.sqlite3_bind_int64(statement, parameter, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, string value)
    {
        // SQLite copies the bytes, so ids and names need no array on the heap. An empty span would bind NULL.
        Span<byte> buffer = stackalloc byte[ShortText];
        database.Check(value.Length > 0 && Encoding.UTF8.TryGetBytes(value, buffer, out var size)
            ? raw.sqlite3_bind_text(statement, parameter, buffer[..size])
            : raw.sqlite3_bind_text(statement, parameter, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // A null pointer would bind NULL where an empty blob is meant.
        database.Check(
            value.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, parameter, 0) : raw.sqlite3_bind_blob(statement, parameter, value));
        return this;
    }

    /// <returns>True for a row, false at the end; then the statement is ready to be bound again.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        _ = raw.sqlite3_reset(statement);
        database.Check(code);
        return false;
    }

    /// <summary>Runs a statement that returns no row.</summary>
    public void Run()
    {
        if (Step())
        {
            Reset();
        }
    }

    /// <returns>Whether there is any row; then the statement is ready to be bound again.</returns>
    public bool HasRow()
    {
        var found = Step();
        Reset();
        return found;
    }

    public void Reset() => _ = raw.sqlite3_reset(statement);

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int32(int column) => raw.sqlite3_column_int(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? "";

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();
}
