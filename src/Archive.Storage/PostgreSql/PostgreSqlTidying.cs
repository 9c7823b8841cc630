using Npgsql;

namespace Archive.Storage.PostgreSql;

/// <summary>Rewrites the partitions in which something was erased or deleted. An update leaves the old row where it was, and even when the space is
/// given back the bytes stay until they are overwritten; only a rewritten table is free of them. The owner alone may do it.</summary>
/// <param name="owner">Role that owns the tables.</param>
/// <param name="list">Statement that gives partitions and their marks.</param>
/// <param name="settle">Statement that takes a partition off the list while its mark is the same.</param>
/// <param name="tables">Tables whose partitions bear the numbers of the list.</param>
internal sealed class PostgreSqlTidying(PostgreSqlServer owner, string list, string settle, params string[] tables)
{
    /// <exception cref="StorageException">Busy: an older reader still sees what was erased. Refused: the role is not the owner.</exception>
    public void Run()
    {
        var isBusy = owner.Run(connection =>
        {
            var left = false;
            foreach (var (partition, mark) in List(connection))
            {
                // Names of partitions are made of our own words and a number.
                string[] names = [.. tables.Select(t => $"{t}_{partition}")];
                RequireOwner(connection, names[0]);
                var joined = string.Join(", ", names);
                Execute(connection, $"vacuum (full) {joined}");

                // Counts what the first could not leave out, because some reader is older than the erasure.
                Execute(connection, $"vacuum {joined}");
                if (names.Any(n => CountDead(connection, n) > 0))
                {
                    left = true;
                }
                else
                {
                    Settle(connection, partition, mark);
                }
            }

            return left;
        });
        if (isBusy)
        {
            throw new StorageException(
                StorageFailure.Busy, $"Another reader of {owner.Name} keeps erased bytes alive. They go with the next clean-up.");
        }
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }

    private static long CountDead(NpgsqlConnection connection, string table)
    {
        using var command = new NpgsqlCommand(PostgreSqlDatabase.Files.Read("dead_count"), connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        return (long)command.ExecuteScalar()!; // the statement gives one row
    }

    private void RequireOwner(NpgsqlConnection connection, string table)
    {
        using var command = new NpgsqlCommand(PostgreSqlDatabase.Files.Read("is_owner"), connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        if (command.ExecuteScalar() is not true)
        {
            throw new StorageException(
                StorageFailure.Refused,
                $"Erased bytes stay in the files of {owner.Name}: only the owner of the tables may rewrite them. Set OwnerConnectionString and run the clean-up again.");
        }
    }

    private List<(long Partition, long Mark)> List(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(PostgreSqlDatabase.Files.Read(list), connection);
        using var reader = command.ExecuteReader();
        var partitions = new List<(long Partition, long Mark)>();
        while (reader.Read())
        {
            partitions.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        return partitions;
    }

    private void Settle(NpgsqlConnection connection, long partition, long mark)
    {
        using var command = new NpgsqlCommand(PostgreSqlDatabase.Files.Read(settle), connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = partition });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = mark });
        command.ExecuteNonQuery();
    }
}
