using Npgsql;

namespace Archive.Storage.PostgreSql;

/// <summary>Rewrites the partitions in which something was erased or deleted. An update leaves the old row where it was, and even when the space is
/// given back the bytes stay until they are overwritten; only a rewritten table is free of them. The owner alone may do it.</summary>
/// <param name="owner">Role that owns the tables.</param>
/// <param name="list">Statement that gives partitions and their marks.</param>
/// <param name="settle">Statement that takes a partition off the list while its mark is the same.</param>
/// <param name="tables">The tables that stand under a number of the list: partitions, and under -1 one that has none. Names of our own words and a number.</param>
internal sealed class PostgreSqlTidying(PostgreSqlServer owner, string list, string settle, Func<long, string[]> tables)
{
    /// <summary>A statistic of the server's own that runs at the moment is such a reader, too, and done within seconds.</summary>
    private const int Attempts = 25;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);

    /// <exception cref="StorageException">Busy: an older reader still sees what was erased. Refused: the role is not the owner.</exception>
    public void Run()
    {
        var isBusy = owner.Run(connection =>
        {
            var left = false;
            foreach (var (partition, mark) in List(connection))
            {
                var names = tables(partition);
                RequireOwner(connection, names[0]);
                if (!TryForget(connection, names))
                {
                    left = true;
                    continue;
                }

                Execute(connection, $"vacuum (full) {string.Join(", ", names)}");
                Settle(connection, partition, mark);
            }

            return left;
        });
        if (isBusy)
        {
            throw new StorageException(
                StorageFailure.Busy, $"Another reader of {owner.Name} keeps erased bytes alive. They go with the next clean-up.");
        }
    }

    /// <summary>Lets go of old rows before the table is rewritten. The rewriting would carry along, without a word, what some older reader may still want
    /// to see; this counts it.</summary>
    private static bool TryForget(NpgsqlConnection connection, string[] names)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (attempt > 0)
            {
                Thread.Sleep(Wait);
            }

            Execute(connection, $"vacuum {string.Join(", ", names)}");
            if (names.All(n => CountDead(connection, n) == 0))
            {
                return true;
            }
        }

        return false;
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
