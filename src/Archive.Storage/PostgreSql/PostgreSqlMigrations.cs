using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace Archive.Storage.PostgreSql;

/// <summary>Brings the schemas of a database to the newest version: forward only, each script in its own transaction, one process at a time.</summary>
internal static class PostgreSqlMigrations
{
    private const string Journal = "schema_version";

    /// <returns>Whether every schema has every script of this program.</returns>
    /// <exception cref="StorageException">A schema is newer than this program.</exception>
    public static bool AreApplied(NpgsqlConnection connection, string database, params PostgreSqlSchema[] schemas) =>
        schemas.All(schema =>
        {
            var applied = ReadApplied(connection, schema);
            var known = schema.List();
            return applied.FirstOrDefault(a => !known.Contains(a, StringComparer.Ordinal)) is { } unknown
                ? throw new StorageException(
                    StorageFailure.Newer,
                    $"Schema {schema.Name} of {database} was written by a newer version of this program (it has {unknown}). Install that version or a later one.")
                : applied.Count == known.Count;
        });

    /// <param name="role">Gets its rights on the schemas.</param>
    /// <exception cref="StorageException">A schema is newer than this program, or the owner may not change it.</exception>
    public static void Apply(
        NpgsqlConnectionStringBuilder owner, NpgsqlConnection connection, NpgsqlConnectionStringBuilder role, params PostgreSqlSchema[] schemas)
    {
        var database = ConnectionStrings.Describe(owner);
        using var alone = PostgreSqlLock.Take(connection, PostgreSqlLock.Migrations);
        foreach (var schema in schemas.Where(s => !AreApplied(connection, database, s)))
        {
            Execute(connection, $"create schema if not exists {schema.Name}"); // one of our own words
            Apply(owner, database, schema);
        }

        foreach (var schema in schemas)
        {
            PostgreSqlRoles.Grant(connection, role, schema.Name, schema.Grants);
        }
    }

    private static void Apply(NpgsqlConnectionStringBuilder owner, string database, PostgreSqlSchema schema)
    {
        var patient = new NpgsqlConnectionStringBuilder(owner.ConnectionString) { CommandTimeout = 0, Pooling = false };
        var result = DeployChanges.To
            .PostgresqlDatabase(patient.ConnectionString)
            .JournalToPostgresqlTable(schema.Name, Journal)
            .WithScriptsEmbeddedInAssembly(schema.Scripts, name => name.StartsWith(schema.Prefix, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw PostgreSqlFailure.IsOfServer(result.Error)
                ? PostgreSqlFailure.ToStorage(database, result.Error)
                : new StorageException(StorageFailure.Failed, $"{database} could not be brought to the newest schema: {result.Error.Message}", result.Error);
        }
    }

    private static List<string> ReadApplied(NpgsqlConnection connection, PostgreSqlSchema schema)
    {
        using (var exists = new NpgsqlCommand(PostgreSqlDatabase.Files.Read("journal_exists"), connection))
        {
            exists.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{schema.Name}.{Journal}" });
            if (exists.ExecuteScalar() is not true)
            {
                return [];
            }
        }

        // The name is one of our own words.
        using var read = new NpgsqlCommand($"select scriptname from {schema.Name}.{Journal}", connection);
        using var reader = read.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}
