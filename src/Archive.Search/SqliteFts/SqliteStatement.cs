using System.Text;
using SQLitePCL;

namespace Archive.Search.SqliteFts;

/// <summary>A prepared statement, to be used again and again.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt statement) : IDisposable
{
    /// <summary>For the loops that call the library directly.</summary>
    public IntPtr Pointer { get; } = statement.DangerousGetHandle();

    public void Bind(int index, long value) => database.Check(raw.sqlite3_bind_int64(statement, index, value));

    public void Bind(int index, string value) => BindText(index, Encoding.UTF8.GetBytes(value));

    public void BindText(int index, ReadOnlySpan<byte> utf8) => database.Check(raw.sqlite3_bind_text(statement, index, utf8));

    public void BindBlob(int index, ReadOnlySpan<byte> value) => database.Check(raw.sqlite3_bind_blob(statement, index, value));

    /// <summary>True on a row.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        database.Check(result);
        return result == raw.SQLITE_ROW;
    }

    /// <summary>Runs a statement that gives no rows, and makes it ready for the next time.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>One row's first column; null without a row.</summary>
    public long? Scalar()
    {
        try
        {
            return Step() ? Int64(0) : null;
        }
        finally
        {
            Reset();
        }
    }

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public void Reset() => _ = raw.sqlite3_reset(statement); // repeats the error of the step, which was thrown already

    public void Check(int result) => database.Check(result);

    public void Dispose() => statement.Dispose();
}
