using System.Text;
using Archive.Storage.Evidence;
using Archive.Storage.Moving;
using Npgsql;
using NpgsqlTypes;

namespace Archive.Storage.PostgreSql;

/// <inheritdoc cref="IStoreTables"/>
/// <remarks>Statements are put together from the columns that the database has, so that a later migration is carried over as well.</remarks>
/// <param name="records">As whoever may read; as the owner for a store that is to be filled.</param>
/// <param name="mac">For identities; null for a store that is only read.</param>
internal sealed class PostgreSqlTables(PostgreSqlServer records, PostgreSqlServer keys, RowMac? mac) : IStoreTables
{
    private readonly Dictionary<string, long> _partitions = new(StringComparer.Ordinal);

    public string Name => records.Name;

    public IReadOnlyList<string> ReadColumns(StoreTable table) => [.. ReadTypes(table).Keys];

    public long? FindKey(StoreTable table, long beyond) =>
        FindNumber(table, $"select {table.Key} from {table} where {table.Key} > {beyond} order by {table.Key} limit 1");

    public long? FindLastKey(StoreTable table) => FindNumber(table, $"select {table.Key} from {table} order by {table.Key} desc limit 1");

    public bool HasRows(StoreTable table) => FindNumber(table, $"select 1 from {table} limit 1") is not null;

    public IEnumerable<object?[]> Read(StoreTable table, long first, long last)
    {
        var types = ReadTypes(table);
        var columns = string.Join(", ", types.Select(column => column.Value switch
        {
            NpgsqlDbType.Integer => $"{column.Key}::bigint",
            NpgsqlDbType.Text => $"convert_to({column.Key}, 'UTF8')",
            _ => column.Key,
        }));
        using var connection = Server(table).Open();
        using var command = Command(connection, table.Key is null
            ? $"select {columns} from {table}"
            : $"select {columns} from {table} where {table.Key} between {first} and {last} order by {table.Key}");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object?[types.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            }

            yield return row;
        }
    }

    public void Write(StoreTable table, IEnumerable<object?[]> rows, long last)
    {
        var types = ReadTypes(table);
        using var connection = Server(table).Open();
        MakePartitions(connection, table, last);
        using var transaction = connection.BeginTransaction();
        if (table.Changes)
        {
            Execute(connection, $"delete from {table}");
        }

        var identities = PostgreSqlIdentities.Of(table, [.. types.Keys], mac);
        identities?.LetIn(connection);
        using (var copy = connection.BeginBinaryImport($"copy {table} ({string.Join(", ", types.Keys)}) from stdin (format binary)"))
        {
            foreach (var row in rows)
            {
                copy.StartRow();
                foreach (var (type, value) in types.Values.Zip(row))
                {
                    Write(copy, type, value);
                }

                identities?.Add(row);
            }

            copy.Complete();
        }

        identities?.Write(connection);
        transaction.Commit();
    }

    public void Finish(StoreTable table)
    {
        if (table.IsNumbered && mac is not null)
        {
            var key = $"{table.Name}_id";
            using var connection = Server(table).Open();
            Execute(connection, $"select setval(pg_get_serial_sequence('{table}', '{key}'), max({key})) from {table} having count(*) > 0");
        }
    }

    /// <summary>Nothing of its own: the servers are those of the engine.</summary>
    public void Dispose()
    {
    }

    private static void Write(NpgsqlBinaryImporter copy, NpgsqlDbType type, object? value)
    {
        switch (value, type)
        {
            case (long number, NpgsqlDbType.Integer):
                copy.Write(checked((int)number), type);
                break;
            case (long number, _):
                copy.Write(number, type);
                break;
            case (byte[] bytes, NpgsqlDbType.Text):
                copy.Write(Encoding.UTF8.GetString(bytes), type);
                break;
            case (byte[] bytes, _):
                copy.Write(bytes, type);
                break;
            default:
                copy.WriteNull();
                break;
        }
    }

    /// <summary>Functions of the first migrations, one partition ahead as when a page is appended.</summary>
    private void MakePartitions(NpgsqlConnection connection, StoreTable table, long last)
    {
        var (function, size) = (table.Schema, table.Name) switch
        {
            ("records", "record" or "attachment") => ("records.make_partitions", PostgreSqlRecordInsert.PartitionSize),
            ("keys", "page") => ("keys.make_partitions", PostgreSqlKeyPages.PartitionSize),
            _ => ("", 0L),
        };
        if (size > 0 && _partitions.GetValueOrDefault(function, -1) < last / size)
        {
            Execute(connection, $"select {function}({last + size})");
            _partitions[function] = last / size;
        }
    }

    private PostgreSqlServer Server(StoreTable table) => table.Schema == "keys" ? keys : records;

    private long? FindNumber(StoreTable table, string sql) => Server(table).Run(connection =>
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar() is { } number ? Convert.ToInt64(number) : (long?)null;
    });

    private SortedDictionary<string, NpgsqlDbType> ReadTypes(StoreTable table) => Server(table).Run(connection =>
    {
        using var command = Command(connection, PostgreSqlDatabase.Files.Read("table_columns"));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.ToString() });
        using var reader = command.ExecuteReader();
        var types = new SortedDictionary<string, NpgsqlDbType>(StringComparer.Ordinal);
        while (reader.Read())
        {
            types.Add(reader.GetString(0), Enum.Parse<NpgsqlDbType>(reader.GetString(1), ignoreCase: true));
        }

        return types;
    });

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    // A whole table in one statement takes its time.
    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };
}
