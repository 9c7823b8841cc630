using System.Text;
using Archive.Storage.Sql;

namespace Archive.Storage.PostgreSql;

/// <inheritdoc cref="IStoreStatement"/>
/// <remarks>Texts are bytes in this schema, in UTF-8, as its first migration says why.</remarks>
/// <param name="cursor">Name of a cursor to read through part by part; null to read the answer whole.</param>
internal sealed class PostgreSqlStatement(PostgreSqlDatabase database, string sql, string? cursor = null) : IStoreStatement
{
    /// <summary>Rows of a walk that are held at a time: about a megabyte.</summary>
    private const int Part = 1_000;

    private readonly List<object> _values = [];
    private List<object[]>? _rows;
    private int _at;

    public IStoreStatement Bind(int parameter, long value) => BindValue(parameter, value);

    public IStoreStatement Bind(int parameter, string value) => BindValue(parameter, Encoding.UTF8.GetBytes(value));

    public IStoreStatement Bind(int parameter, ReadOnlySpan<byte> value) => BindValue(parameter, value.ToArray());

    public IStoreStatement Bind(int parameter, IReadOnlyList<long> values) => BindValue(parameter, values as long[] ?? [.. values]);

    public bool Step()
    {
        if (_rows is null)
        {
            _rows = Load();
            _at = -1;
        }

        if (++_at == _rows.Count && cursor is not null && _at == Part)
        {
            _rows = Fetch();
            _at = 0;
        }

        if (_at < _rows.Count)
        {
            return true;
        }

        Reset();
        return false;
    }

    public int Run() => database.Query(sql, _values).Changed;

    public void Post() => database.Post(sql, [.. _values]);

    public long? Find()
    {
        var rows = database.Query(sql, _values).Rows;
        return rows.Count > 0 ? Convert.ToInt64(rows[0][0]) : null;
    }

    public void Reset()
    {
        if (_rows is not null && cursor is not null)
        {
            database.Post($"close {cursor}", []);
        }

        _rows = null;
    }

    public long Int64(int column) => Convert.ToInt64(Value(column));

    public int Int32(int column) => Convert.ToInt32(Value(column));

    public string Text(int column) => Encoding.UTF8.GetString((byte[])Value(column));

    public ReadOnlySpan<byte> Blob(int column) => (byte[])Value(column);

    private object Value(int column) => _rows![_at][column]; // after a step that gave a row

    private PostgreSqlStatement BindValue(int parameter, object value)
    {
        while (_values.Count < parameter)
        {
            _values.Add(0L);
        }

        _values[parameter - 1] = value;
        return this;
    }

    private List<object[]> Load()
    {
        if (cursor is null)
        {
            return database.Query(sql, _values).Rows;
        }

        // The one place where a statement is put together: a cursor is declared by its text.
        database.Post($"declare {cursor} no scroll cursor for {sql}", [.. _values]);
        return Fetch();
    }

    private List<object[]> Fetch() => database.Query($"fetch {Part} from {cursor}", []).Rows;
}
