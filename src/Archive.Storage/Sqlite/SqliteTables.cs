using Archive.Storage.Moving;

namespace Archive.Storage.Sqlite;

/// <inheritdoc cref="IStoreTables"/>
/// <remarks>Statements are put together from the columns that the file has, so that a later migration is carried over as well.</remarks>
internal sealed class SqliteTables : IStoreTables
{
    /// <summary>Allows what is left of a record only in place of the record, which is long gone in a store that is being filled.</summary>
    private const string Guard = "disposed_no_insert";

    private readonly Dictionary<string, SqliteDatabase> _files = new(StringComparer.Ordinal);

    public SqliteTables(DataFolder folder, bool readOnly)
    {
        Name = folder.Path;
        try
        {
            foreach (var (schema, path) in new[] { ("keys", folder.Keys), ("records", folder.Records), ("operations", folder.Operations), ("searches", folder.Searches) })
            {
                _files.Add(schema, SqliteDatabase.Open(path, readOnly));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Name { get; }

    public IReadOnlyList<string> ReadColumns(StoreTable table) => [.. ReadTypes(table).Keys];

    public long? FindKey(StoreTable table, long beyond) =>
        FindNumber(table, $"select {table.Key} from {table.Name} where {table.Key} > {beyond} order by {table.Key} limit 1");

    public long? FindLastKey(StoreTable table) => FindNumber(table, $"select {table.Key} from {table.Name} order by {table.Key} desc limit 1");

    public bool HasRows(StoreTable table) => FindNumber(table, $"select 1 from {table.Name} limit 1") is not null;

    public IEnumerable<object?[]> Read(StoreTable table, long first, long last)
    {
        var types = ReadTypes(table);
        var columns = string.Join(", ", types.Select(c => c.Value == "TEXT" ? $"cast({c.Key} as blob)" : c.Key));
        using var read = File(table).PrepareText(table.Key is null
            ? $"select {columns} from {table.Name}"
            : $"select {columns} from {table.Name} where {table.Key} between {first} and {last} order by {table.Key}");
        var isNumber = types.Values.Select(type => type == "INTEGER").ToArray();
        while (read.Step())
        {
            yield return [.. isNumber.Select((number, i) => read.IsNull(i) ? null : number ? read.Int64(i) : (object)read.Blob(i).ToArray())];
        }
    }

    public void Write(StoreTable table, IEnumerable<object?[]> rows, long last)
    {
        var types = ReadTypes(table);
        var values = string.Join(", ", types.Values.Select((type, i) => type == "TEXT" ? $"cast(?{i + 1} as text)" : $"?{i + 1}"));
        var file = File(table);
        file.Write(() =>
        {
            if (table.Changes)
            {
                file.Execute($"delete from {table.Name}");
            }

            var guard = table.Name == "disposed" ? TakeGuardAway(file) : null;
            using (var insert = file.PrepareText($"insert into {table.Name} ({string.Join(", ", types.Keys)}) values ({values})"))
            {
                foreach (var row in rows)
                {
                    Bind(insert, row);
                    insert.Run();
                }
            }

            if (guard is not null)
            {
                file.Execute(guard);
            }

            return true;
        });
    }

    /// <summary>Numbers go on after the largest by themselves.</summary>
    public void Finish(StoreTable table)
    {
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file.Dispose();
        }
    }

    private static void Bind(SqliteStatement insert, object?[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            _ = row[i] switch
            {
                long number => insert.Bind(i + 1, number),
                byte[] bytes => insert.Bind(i + 1, bytes.AsSpan()),
                _ => insert.BindNull(i + 1),
            };
        }
    }

    /// <returns>The statement that makes it again, in the same transaction.</returns>
    private static string TakeGuardAway(SqliteDatabase file)
    {
        using var read = file.PrepareText($"select sql from sqlite_schema where type = 'trigger' and name = '{Guard}'");
        if (!read.Step())
        {
            throw new StorageException(StorageFailure.Corrupt, $"{file.Name} has lost the trigger {Guard}. Restore it from a backup.");
        }

        var made = read.Text(0);
        read.Reset();
        file.Execute($"drop trigger {Guard}");
        return made;
    }

    private SqliteDatabase File(StoreTable table) => _files[table.Schema];

    private long? FindNumber(StoreTable table, string sql)
    {
        using var read = File(table).PrepareText(sql);
        if (!read.Step())
        {
            return null;
        }

        var number = read.Int64(0);
        read.Reset();
        return number;
    }

    private SortedDictionary<string, string> ReadTypes(StoreTable table)
    {
        var types = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var read = File(table).PrepareText($"select name, type from pragma_table_info('{table.Name}')");
        while (read.Step())
        {
            types.Add(read.Text(0), read.Text(1));
        }

        return types;
    }
}
