using SQLitePCL;

namespace Archive.Benchmarks;

/// <summary>Q: the exact count and the first fifty texts by FTS5 itself, inside one read transaction with 64 MB of cache.</summary>
internal sealed class RawSearch : IDisposable
{
    private readonly RawSqlite _database;

    public RawSearch(RawSqlite database)
    {
        _database = database;
        _database.Execute("pragma cache_size=-64000");
    }

    /// <param name="order">"rowid desc" or "rank".</param>
    /// <returns>The count.</returns>
    public long Run(BenchmarkQuery query, string order, (long From, long Until)? range)
    {
        var rows = query.Sender is null && range is null;
        var filter = (query.Sender is null ? "" : " and m.sender = ?2") + (range is null ? "" : " and m.time >= ?3 and m.time < ?4");
        var count = rows ? "select count(*) from f where f match ?1" : $"select count(*) from f join m on m.id = f.rowid where f match ?1{filter}";
        var first = $"select m.text from f join m on m.id = f.rowid where f match ?1{filter} order by f.{order} limit 50";
        _database.Execute("begin");
        var total = 0L;
        Visit(count, query, range, statement => total = raw.sqlite3_column_int64(statement, 0));
        Visit(first, query, range, statement => raw.sqlite3_column_text(statement, 0).utf8_to_string());
        _database.Execute("commit");
        return total;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
    }

    private readonly Dictionary<string, sqlite3_stmt> _statements = new(StringComparer.Ordinal);

    private void Visit(string sql, BenchmarkQuery query, (long From, long Until)? range, Action<sqlite3_stmt> row)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements.Add(sql, statement = _database.Prepare(sql));
        }

        RawSqlite.Bind(statement, 1, query.Raw);
        if (query.Sender is { } sender)
        {
            RawSqlite.Bind(statement, 2, sender);
        }

        if (range is var (from, until))
        {
            raw.sqlite3_bind_int64(statement, 3, from);
            raw.sqlite3_bind_int64(statement, 4, until);
        }

        int code;
        while ((code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
        {
            row(statement);
        }

        _database.Check(code);
        _database.Check(raw.sqlite3_reset(statement));
    }
}
