using Archive.Storage.Sql;

namespace Archive.Storage.Sqlite;

/// <summary>One statement run for each of several keys: SQLite takes no lists, and a run costs little.</summary>
internal sealed class SqliteKeyedStatement(IStoreStatement statement, IReadOnlyList<long> keys) : IStoreStatement
{
    private int _next;
    private bool _isOpen;

    public IStoreStatement Bind(int parameter, long value)
    {
        statement.Bind(parameter, value);
        return this;
    }

    public IStoreStatement Bind(int parameter, string value)
    {
        statement.Bind(parameter, value);
        return this;
    }

    public IStoreStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        statement.Bind(parameter, value);
        return this;
    }

    public bool Step()
    {
        while (true)
        {
            if (_isOpen && statement.Step())
            {
                return true;
            }

            if (_next == keys.Count)
            {
                (_next, _isOpen) = (0, false);
                return false;
            }

            statement.Bind(1, keys[_next++]);
            _isOpen = true;
        }
    }

    public int Run()
    {
        var changed = 0;
        foreach (var key in keys)
        {
            changed += statement.Bind(1, key).Run();
        }

        return changed;
    }

    public void Post() => Run();

    public void Reset()
    {
        statement.Reset();
        (_next, _isOpen) = (0, false);
    }

    public long Int64(int column) => statement.Int64(column);

    public int Int32(int column) => statement.Int32(column);

    public string Text(int column) => statement.Text(column);

    public ReadOnlySpan<byte> Blob(int column) => statement.Blob(column);
}
