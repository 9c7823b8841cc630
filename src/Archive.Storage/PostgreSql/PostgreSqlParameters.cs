using Npgsql;
using NpgsqlTypes;

namespace Archive.Storage.PostgreSql;

/// <summary>Values by position, with the types that the statements are written for.</summary>
internal static class PostgreSqlParameters
{
    public static NpgsqlBatchCommand Command(string sql, IReadOnlyList<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        return command;
    }

    private static NpgsqlParameter Parameter(object value) => value switch
    {
        long number => new NpgsqlParameter<long> { TypedValue = number, NpgsqlDbType = NpgsqlDbType.Bigint },
        byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes, NpgsqlDbType = NpgsqlDbType.Bytea },
        long[] numbers => new NpgsqlParameter<long[]> { TypedValue = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
        byte[][] many => new NpgsqlParameter<byte[][]> { TypedValue = many, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot be bound.", nameof(value)),
    };
}
