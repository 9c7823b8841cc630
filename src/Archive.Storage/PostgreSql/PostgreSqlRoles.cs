using Archive.Storage.Sql;
using Npgsql;

namespace Archive.Storage.PostgreSql;

/// <summary>Gives the roles that the connection strings name their rights, and makes those that are missing where the owner may.</summary>
internal static class PostgreSqlRoles
{
    /// <param name="role">The connection string of the role; nothing is done when it is the owner's own.</param>
    /// <param name="grants">File in <c>Grants</c> that says what it gets in the schema.</param>
    /// <exception cref="StorageException">The role is missing and the owner may not make it.</exception>
    public static void Grant(NpgsqlConnection owner, NpgsqlConnectionStringBuilder role, string schema, string grants)
    {
        if (role.Username is not { } name || string.Equals(name, (string?)Ask(owner, "role_current"), StringComparison.Ordinal))
        {
            return;
        }

        if (Ask(owner, "role_exists", name) is null)
        {
            Make(owner, name, role.Password);
        }

        Ask(owner, "role_set", name);
        Ask(owner, "schema_set", schema);
        using var grant = new NpgsqlCommand(Resources.Read($"PostgreSql.Grants.{grants}.sql"), owner);
        grant.ExecuteNonQuery();
    }

    private static void Make(NpgsqlConnection owner, string name, string? password)
    {
        try
        {
            Ask(owner, "role_set", name);
            Ask(owner, "role_secret_set", password is null ? "" : ScramSecret.TryMake(password) ?? throw new StorageException(
                StorageFailure.Refused, $"Role {name} does not exist, and is made only with a password of ASCII characters. Create it with: create role {name} login"));
            using var make = new NpgsqlCommand(Resources.Read("PostgreSql.Grants.role.sql"), owner);
            make.ExecuteNonQuery();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StorageException(
                StorageFailure.Refused, $"Role {name} does not exist and the owner may not make roles. Let an administrator run: create role {name} login password …", e);
        }
    }

    private static object? Ask(NpgsqlConnection owner, string statement, params string[] values)
    {
        using var command = new NpgsqlCommand(PostgreSqlDatabase.Files.Read(statement), owner);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        return command.ExecuteScalar();
    }
}
