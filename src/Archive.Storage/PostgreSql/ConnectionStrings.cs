using System.Globalization;
using Npgsql;

namespace Archive.Storage.PostgreSql;

/// <summary>The connection strings of the options, read and with what the store relies on. Never to be shown: they hold passwords.</summary>
internal sealed class ConnectionStrings
{
    /// <summary>Statements of the store are few and come again: the server plans each once a connection.</summary>
    private const int Prepared = 200;

    private readonly PostgreSqlOptions _options;

    /// <exception cref="StorageException">One cannot be read or is not a connection string.</exception>
    public ConnectionStrings(PostgreSqlOptions options)
    {
        _options = options;
        Application = Read(nameof(options.ConnectionString), options.ConnectionString, options.ConnectionStringFile)
            ?? throw Invalid(nameof(options.ConnectionString));
        Keys = Read(nameof(options.KeysConnectionString), options.KeysConnectionString, options.KeysConnectionStringFile) ?? Application;
        var owner = Read(nameof(options.OwnerConnectionString), options.OwnerConnectionString, options.OwnerConnectionStringFile);
        Owner = owner ?? Application;
        KeysOwner = Read(nameof(options.KeysOwnerConnectionString), options.KeysOwnerConnectionString, options.KeysOwnerConnectionStringFile)
            ?? (owner is not null && IsSameDatabase(owner, Keys) ? owner : Keys);
    }

    public NpgsqlConnectionStringBuilder Application { get; }

    public NpgsqlConnectionStringBuilder Owner { get; }

    public NpgsqlConnectionStringBuilder Keys { get; }

    public NpgsqlConnectionStringBuilder KeysOwner { get; }

    /// <returns>Null when it is not a connection string. The parser's own message would repeat it.</returns>
    public static NpgsqlConnectionStringBuilder? TryParse(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>For messages: server and database, no user.</summary>
    public static string Describe(NpgsqlConnectionStringBuilder connection) =>
        $"PostgreSQL database {connection.Database ?? connection.Username} at {connection.Host}:{connection.Port}";

    private static bool IsSameDatabase(NpgsqlConnectionStringBuilder one, NpgsqlConnectionStringBuilder other) =>
        (one.Host, one.Port, one.Database ?? one.Username) == (other.Host, other.Port, other.Database ?? other.Username);

    private static StorageException Invalid(string property) =>
        new(StorageFailure.Unreadable, $"{PostgreSqlOptions.Section}: {property} is missing or not a connection string.");

    private NpgsqlConnectionStringBuilder? Read(string property, string? value, string? file)
    {
        if (file is not null)
        {
            try
            {
                value = File.ReadAllText(file).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new StorageException(StorageFailure.Unreadable, $"{property}File {file} cannot be read: {e.Message}", e);
            }
        }

        if (value is null)
        {
            return null;
        }

        var connection = TryParse(value) ?? throw Invalid(property);
        connection.ApplicationName ??= "messaging-archive";
        connection.Timeout = (int)_options.ConnectTimeout.TotalSeconds;
        connection.CommandTimeout = (int)_options.CommandTimeout.TotalSeconds;
        connection.MaxAutoPrepare = Prepared;
        connection.AutoPrepareMinUsages = 2;
        connection.NoResetOnClose = true; // the store leaves nothing behind in a session

        // Details of an error can hold values of a row.
        connection.IncludeErrorDetail = false;

        // What is answered is durable, whatever the server or the role has as its default.
        connection.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"{connection.Options} -c synchronous_commit=on -c idle_in_transaction_session_timeout={(long)_options.StandstillTimeout.TotalMilliseconds}").Trim();
        return connection;
    }
}
