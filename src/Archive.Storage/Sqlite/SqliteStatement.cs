using System.Text;
using Archive.Storage.Sql;
using SQLitePCL;

namespace Archive.Storage.Sqlite;

/// <inheritdoc cref="IStoreStatement"/>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt statement) : IStoreStatement, IDisposable
{
    /// <summary>Bytes on the stack for a text; longer ones are rare.</summary>
    private const int ShortText = 256;

    public IStoreStatement Bind(int parameter, long value)
    {
        database.Check(raw.sqlite3_bind_int64(statement, parameter, value));
        return this;
    }

    public IStoreStatement Bind(int parameter, string value)
    {
        // SQLite copies the bytes, so ids and names need no array on the heap. An empty span would bind NULL, and a string would end at U+0000.
        Span<byte> buffer = stackalloc byte[ShortText];
        database.Check(
            value.Length == 0 ? raw.sqlite3_bind_text(statement, parameter, value)
            : Encoding.UTF8.TryGetBytes(value, buffer, out var size) ? raw.sqlite3_bind_text(statement, parameter, buffer[..size])
            : raw.sqlite3_bind_text(statement, parameter, Encoding.UTF8.GetBytes(value)));
        return this;
    }

    public IStoreStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // A null pointer would bind NULL where an empty blob is meant.
        database.Check(
            value.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, parameter, 0) : raw.sqlite3_bind_blob(statement, parameter, value));
        return this;
    }

    public IStoreStatement BindNull(int parameter)
    {
        database.Check(raw.sqlite3_bind_null(statement, parameter));
        return this;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

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

    public int Run()
    {
        if (Step())
        {
            Reset();
        }

        return database.Changes;
    }

    public void Post() => Run();

    public void Reset() => _ = raw.sqlite3_reset(statement);

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int32(int column) => raw.sqlite3_column_int(statement, column);

    /// <summary>By its bytes: as a C string it would end at U+0000, and a name that was cut is a changed one to the verifier.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();
}
