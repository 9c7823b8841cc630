using Archive.Storage.Keys;
using Archive.Storage.Moving;
using Npgsql;

namespace Archive.Storage.PostgreSql;

/// <summary>The archive on a PostgreSQL server. The data folder holds the master key and the settings; several processes on one database share the key.</summary>
public static class PostgreSqlArchive
{
    private static readonly PostgreSqlSchema[] RecordSchemas = [PostgreSqlSchema.Records, PostgreSqlSchema.Operations, PostgreSqlSchema.Searches];

    /// <summary>Opens for writing, and brings the schema up to date where it is not. Other processes may have it open for writing, too.</summary>
    /// <param name="demoSeed">Set for demo archives only: keys follow from the seed.</param>
    /// <param name="use">Not for reading.</param>
    /// <exception cref="StorageException">The server cannot be reached or refuses, the schema is newer, or the key does not fit.</exception>
    public static RecordArchive Open(DataFolder folder, PostgreSqlOptions options, int? demoSeed, ArchiveUse use = ArchiveUse.Write)
    {
        var connections = new ConnectionStrings(options);
        if (!IsUpToDate(connections, options))
        {
            Migrate(connections, options);
        }

        var engine = new PostgreSqlEngine(connections, options, TimeProvider.System, readOnly: false);
        try
        {
            // Another process may be making the archive at this moment, with a key in a folder of its own: the check of the vault finds that out.
            var master = MasterKey.ReadOrCreate(folder, demoSeed, () => engine.Keys.ReadSetting("check") is not null);
            return new RecordArchive(folder, master, engine, demoSeed is not null, use);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Opens for reading. Changes nothing.</summary>
    /// <exception cref="StorageException">The server cannot be reached, or there is no archive in the database.</exception>
    public static RecordArchive OpenReadOnly(DataFolder folder, PostgreSqlOptions options)
    {
        var connections = new ConnectionStrings(options);
        if (!IsUpToDate(connections, options))
        {
            throw NotThere(connections);
        }

        return new RecordArchive(
            folder, MasterKey.Read(folder), new PostgreSqlEngine(connections, options, TimeProvider.System, readOnly: true), reproducible: false, ArchiveUse.Read);
    }

    /// <summary>Brings every schema to the newest version and gives the roles of the connection strings their rights; harmless when that is so.</summary>
    public static void Migrate(PostgreSqlOptions options) => Migrate(new ConnectionStrings(options), options);

    /// <summary>Brings the schema of another module in the same database to its newest version, as <see cref="Open"/> does with the archive's own, and gives
    /// the application's role its rights to it.</summary>
    /// <exception cref="StorageException">As for <see cref="Open"/>.</exception>
    public static void Upgrade(PostgreSqlOptions options, PostgreSqlSchema schema)
    {
        var connections = new ConnectionStrings(options);
        if (!AreApplied(connections, options, schema))
        {
            using var owner = new PostgreSqlServer(connections.Owner, options, TimeProvider.System);
            owner.Run(connection =>
            {
                PostgreSqlMigrations.Apply(connections.Owner, connection, connections.Application, schema);
                return true;
            });
        }
    }

    /// <summary>For who changes nothing.</summary>
    /// <exception cref="StorageException">The schema of the module is missing, older or newer, or the server cannot be reached.</exception>
    public static void Require(PostgreSqlOptions options, PostgreSqlSchema schema)
    {
        var connections = new ConnectionStrings(options);
        if (!AreApplied(connections, options, schema))
        {
            throw NotThere(connections);
        }
    }

    /// <summary>Lets the owner make the schema of a module that has a way of its own to do it, and gives the application's role its rights to it.</summary>
    /// <param name="schema">"hangfire".</param>
    /// <param name="make">Harmless when the schema is there.</param>
    public static void PrepareSchema(PostgreSqlOptions options, string schema, Action<NpgsqlConnection> make)
    {
        var connections = new ConnectionStrings(options);
        using var owner = new PostgreSqlServer(connections.Owner, options, TimeProvider.System);
        owner.Run(connection =>
        {
            make(connection);
            PostgreSqlRoles.Grant(connection, connections.Application, schema, PostgreSqlSchema.Module);
            return true;
        });
    }

    /// <summary>Server and database, for messages to people; holds no secret.</summary>
    public static string Describe(PostgreSqlOptions options) => ConnectionStrings.Describe(new ConnectionStrings(options).Application);

    /// <summary>Keeps other processes from what may be done to the accounts by one at a time, until it is disposed of.</summary>
    /// <exception cref="StorageException">The server cannot be reached or refuses.</exception>
    public static IDisposable HoldAccounts(PostgreSqlOptions options) => new AccountsHold(options);

    /// <summary>The connection string of the application's role, as the store uses it. A secret.</summary>
    public static string ReadConnectionString(PostgreSqlOptions options) => new ConnectionStrings(options).Application.ConnectionString;

    private static bool IsUpToDate(ConnectionStrings connections, PostgreSqlOptions options) =>
        AreApplied(connections, options, RecordSchemas) && AreApplied(connections, connections.Keys, options, PostgreSqlSchema.Keys);

    private static bool AreApplied(ConnectionStrings connections, PostgreSqlOptions options, params PostgreSqlSchema[] schemas) =>
        AreApplied(connections, connections.Application, options, schemas);

    private static bool AreApplied(
        ConnectionStrings connections, NpgsqlConnectionStringBuilder role, PostgreSqlOptions options, params PostgreSqlSchema[] schemas)
    {
        using var server = new PostgreSqlServer(role, options, TimeProvider.System);
        try
        {
            return server.Run(c => PostgreSqlMigrations.AreApplied(c, server.Name, schemas));
        }
        catch (StorageException e) when (e.InnerException is PostgresException { SqlState: "28P01" or "28000" or "42501" } && !ReferenceEquals(connections.Owner, connections.Application))
        {
            // The roles are not there yet, or have no rights yet: the migration makes and gives them.
            return false;
        }
    }

    private static StorageException NotThere(ConnectionStrings connections) => new(
        StorageFailure.Unreadable,
        $"There is no archive of this version in {ConnectionStrings.Describe(connections.Application)}. Make it with 'archive migrate'.");

    private static void Migrate(ConnectionStrings connections, PostgreSqlOptions options)
    {
        using var owner = new PostgreSqlServer(connections.Owner, options, TimeProvider.System);
        using var keysOwner = new PostgreSqlServer(connections.KeysOwner, options, TimeProvider.System);
        owner.Run(connection =>
        {
            PostgreSqlMigrations.Apply(connections.Owner, connection, connections.Application, RecordSchemas);
            return true;
        });
        keysOwner.Run(connection =>
        {
            PostgreSqlMigrations.Apply(connections.KeysOwner, connection, connections.Keys, PostgreSqlSchema.Keys);
            return true;
        });
    }
}
